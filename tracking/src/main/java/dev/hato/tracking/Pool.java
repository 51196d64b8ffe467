package dev.hato.tracking;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps things that one thread at a time may use, for whoever needs one next; makes more when there are none. Unlike a
 * variable of each thread it does not grow with threads that come and go. Thread-safe.
 */
final class Pool<T> {
    private static final int SLOTS = 64;

    /** Slots of two threads are some cache lines apart. */
    private static final int APART = 16;

    private final AtomicReferenceArray<@Nullable T> slots = new AtomicReferenceArray<>(SLOTS * APART);
    private final Supplier<T> source;

    Pool(Supplier<T> source) {
        this.source = source;
    }

    /** Returns one that nobody else has. */
    T take() {
        T kept = slots.getAndSet(slot(), null);
        return kept == null ? source.get() : kept;
    }

    /** Takes it back; the caller must not use it any more. */
    void give(T thing) {
        slots.setRelease(slot(), thing);
    }

    private static int slot() {
        return (int) (Thread.currentThread().getId() % SLOTS) * APART;
    }
}
