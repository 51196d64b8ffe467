package dev.hato.benchmarks;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Measures the rows in turns, so that whatever slows the machine slows all of them. */
final class Runner {
    private final Benchmark.Settings settings;
    private final Benchmark.Progress progress;

    Runner(Benchmark.Settings settings, Benchmark.Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    List<Result> run(Benchmark benchmark) {
        List<Benchmark.Row> rows = List.of();
        try {
            rows = benchmark.prepare(settings, progress);
            return measure(benchmark, rows);
        } finally {
            rows.forEach(Benchmark.Row::close);
            benchmark.close();
        }
    }

    private List<Result> measure(Benchmark benchmark, List<Benchmark.Row> prepared) {
        List<Benchmark.Row> rows = new ArrayList<>(prepared);
        int warmUpRounds = benchmark.warmUpRounds(settings);
        for (int round = 1; round <= warmUpRounds; round++) {
            rows.removeIf(row -> fails(row, row::warmUp));
            progress.say("warm-up " + round + " of " + warmUpRounds);
        }
        int rounds = benchmark.rounds(settings);
        IdentityHashMap<Benchmark.Row, double[]> figures = new IdentityHashMap<>();
        rows.forEach(row -> figures.put(row, new double[rounds]));
        for (int round = 0; round < rounds; round++) {
            int index = round;
            rows.removeIf(row -> fails(row, () -> Objects.requireNonNull(figures.get(row))[index] = row.measure()));
            progress.say("round " + (round + 1) + " of " + rounds);
        }
        List<Result> results = new ArrayList<>();
        for (Benchmark.Row row : rows) {
            results.add(Result.of(benchmark.name(), row, Objects.requireNonNull(figures.get(row))));
        }
        return results;
    }

    /** A peer that breaks down is left out and named; a row of our own, or of the limit, fails the run. */
    private boolean fails(Benchmark.Row row, Runnable work) {
        try {
            work.run();
            return false;
        } catch (IllegalStateException e) {
            if (!row.isPeer()) {
                throw e;
            }
            progress.say("LEFT OUT: " + e.getMessage());
            return true;
        }
    }

    /** Returns the results as a table; the ratio is to the first row. */
    static String table(List<Result> results) {
        StringBuilder table = new StringBuilder();
        line(table, "row", "unit", "median", "min", "max", "ratio");
        for (Result result : results) {
            line(
                    table,
                    result.row(),
                    result.unit(),
                    number(result.median()),
                    number(result.min()),
                    number(result.max()),
                    number(result.median() / results.get(0).median()) + "x");
        }
        return table.toString();
    }

    private static void line(StringBuilder table, Object... cells) {
        table.append(String.format(Locale.ROOT, "%-24s %-8s %12s %12s %12s %9s%n", cells));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
