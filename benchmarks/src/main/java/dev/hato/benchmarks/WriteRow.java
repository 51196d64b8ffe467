package dev.hato.benchmarks;

import java.util.Locale;
import java.util.function.LongSupplier;

/** A row in rows written a second, into a table that is empty before. */
final class WriteRow implements Benchmark.Row {
    private final String name;
    private final long expected;
    private final Runnable before;
    private final LongSupplier work;
    private final Benchmark.Progress progress;

    /**
     * A row.
     *
     * @param expected how many rows {@code work} must say it has written
     * @param before empties the table
     */
    WriteRow(String name, long expected, Runnable before, LongSupplier work, Benchmark.Progress progress) {
        this.name = name;
        this.expected = expected;
        this.before = before;
        this.work = work;
        this.progress = progress;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String unit() {
        return "rows/s";
    }

    @Override
    public double measure() {
        before.run();
        long start = System.nanoTime();
        long written = work.getAsLong();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (written != expected) {
            throw new IllegalStateException(
                    "Row '" + name + "' wrote " + written + " rows, not " + expected + "; that is not measured.");
        }
        progress.say(String.format(
                Locale.ROOT, "%-16s %,9.0f rows/s: %,d in %.2f s", name, written / seconds, written, seconds));
        return written / seconds;
    }
}
