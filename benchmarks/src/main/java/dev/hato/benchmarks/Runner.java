package dev.hato.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

    private List<Result> measure(Benchmark benchmark, List<Benchmark.Row> rows) {
        int warmUpRounds = benchmark.warmUpRounds(settings);
        for (int round = 1; round <= warmUpRounds; round++) {
            rows.forEach(Benchmark.Row::warmUp);
            progress.say("warm-up " + round + " of " + warmUpRounds);
        }
        int rounds = benchmark.rounds(settings);
        double[][] figures = new double[rows.size()][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < rows.size(); i++) {
                figures[i][round] = rows.get(i).measure();
            }
            progress.say("round " + (round + 1) + " of " + rounds);
        }
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            results.add(Result.of(benchmark.name(), rows.get(i), figures[i]));
        }
        return results;
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
