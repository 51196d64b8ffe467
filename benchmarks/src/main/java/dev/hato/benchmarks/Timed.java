package dev.hato.benchmarks;

import java.util.function.LongSupplier;

/** A row that is timed in milliseconds and must always come to the same answer. */
final class Timed implements Benchmark.Row {
    private final String name;
    private final long expected;
    private final LongSupplier work;

    Timed(String name, long expected, LongSupplier work) {
        this.name = name;
        this.expected = expected;
        this.work = work;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double measure() {
        long start = System.nanoTime();
        long answer = work.getAsLong();
        double millis = (System.nanoTime() - start) / 1e6;
        if (answer != expected) {
            throw new IllegalStateException("Row '" + name + "' answered " + answer + ", not " + expected
                    + "; a fast wrong answer is not measured.");
        }
        return millis;
    }
}
