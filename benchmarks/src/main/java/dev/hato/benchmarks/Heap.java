package dev.hato.benchmarks;

import java.util.Locale;
import java.util.function.Supplier;

/** Measures what data takes on the heap, after a full collection. */
final class Heap {
    private static final long MEGABYTE = 1L << 20;

    private final int contacts;
    private final Benchmark.Progress progress;

    Heap(int contacts, Benchmark.Progress progress) {
        this.contacts = contacts;
        this.progress = progress;
    }

    /** Refuses to begin what would end in an OutOfMemoryError. */
    void require(int megabytes) {
        if (Runtime.getRuntime().maxMemory() / MEGABYTE < megabytes) {
            throw new TooSmallException(megabytes);
        }
    }

    /** The heap of this JVM does not hold the benchmark's data. */
    static final class TooSmallException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int megabytes;

        TooSmallException(int megabytes) {
            super("the heap is at most " + Runtime.getRuntime().maxMemory() / MEGABYTE + " MB, but " + megabytes
                    + " MB are needed; run java -Xmx" + (megabytes + 999) / 1000 + "g -jar …, or take --quick.");
            this.megabytes = megabytes;
        }

        int megabytes() {
            return megabytes;
        }
    }

    <T> T measure(String name, Supplier<T> maker) {
        long before = used();
        T made = maker.get();
        long bytes = used() - before;
        progress.say(String.format(
                Locale.ROOT,
                "%s: %,d MB on the heap, %,d bytes per contact",
                name,
                bytes / MEGABYTE,
                bytes / contacts));
        return made;
    }

    static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
