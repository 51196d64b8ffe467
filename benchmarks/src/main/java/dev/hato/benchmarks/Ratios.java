package dev.hato.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Compares medians of one run with each other and with what they should be. */
final class Ratios {
    private final List<Result> results;
    private final StringBuilder lines = new StringBuilder();

    Ratios(List<Result> results) {
        this.results = results;
    }

    /**
     * Adds a line: how many times as fast a row is as the fastest of others. Rows that are not there are
     * left out.
     */
    Ratios atLeast(double target, String row, String... others) {
        OptionalDouble ours = best(row);
        OptionalDouble theirs = best(others);
        if (ours.isPresent() && theirs.isPresent()) {
            double ratio = ours.getAsDouble() / theirs.getAsDouble();
            lines.append(String.format(
                    Locale.ROOT,
                    "%-58s %8.2f  target %5.2f  %s%n",
                    row + " : " + String.join(" | ", others),
                    ratio,
                    target,
                    ratio >= target ? "met" : "missed"));
        }
        return this;
    }

    private OptionalDouble best(String... names) {
        List<String> wanted = List.of(names);
        return results.stream()
                .filter(result -> wanted.contains(result.row()))
                .mapToDouble(Result::median)
                .max();
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
