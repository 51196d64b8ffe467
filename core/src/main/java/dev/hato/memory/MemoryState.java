package dev.hato.memory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock that all stores of one {@code MemoryStores} share, and the undo log of a running
 * transaction.
 */
final class MemoryState {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private @Nullable Deque<Runnable> undo;

    <T> T read(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    <T> T write(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Runs the work alone; if it throws, everything it wrote is taken back. Nested calls join the outer one. */
    <T> T transaction(Supplier<T> work) {
        return write(() -> {
            if (undo != null) {
                return work.get();
            }
            Deque<Runnable> log = new ArrayDeque<>();
            undo = log;
            boolean done = false;
            try {
                T result = work.get();
                done = true;
                return result;
            } finally {
                undo = null;
                if (!done) {
                    log.forEach(Runnable::run);
                }
            }
        });
    }

    /** Says how to take back a change that is about to be made. Called under the write lock. */
    void onRollback(Runnable takeBack) {
        if (undo != null) {
            undo.push(takeBack);
        }
    }
}
