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
        List<Benchmark.Row> rows = benchmark.prepare(settings, progress);
        for (int round = 1; round <= settings.warmUpRounds(); round++) {
            for (Benchmark.Row row : rows) {
                row.measure();
            }
            progress.say("warm-up " + round + " of " + settings.warmUpRounds());
        }
        double[][] figures = new double[rows.size()][settings.rounds()];
        for (int round = 0; round < settings.rounds(); round++) {
            for (int i = 0; i < rows.size(); i++) {
                figures[i][round] = rows.get(i).measure();
            }
            progress.say("round " + (round + 1) + " of " + settings.rounds());
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
        table.append(String.format(Locale.ROOT, "%-18s %-6s %12s %12s %12s %9s%n", cells));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
