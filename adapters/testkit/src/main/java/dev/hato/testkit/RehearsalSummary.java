package dev.hato.testkit;

import dev.hato.testkit.RehearsalFigures.Course;
import dev.hato.testkit.RehearsalFigures.Kind;
import dev.hato.testkit.RehearsalFigures.Lane;
import dev.hato.testkit.RehearsalFigures.Mark;
import dev.hato.testkit.RehearsalFigures.Way;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes what came of a rehearsal in a few lines of text. */
final class RehearsalSummary {
    private static final int WAYS = 10;

    private final RehearsalFigures figures;
    private final RehearsalPlan.Frame frame;

    RehearsalSummary(RehearsalFigures figures, RehearsalPlan.Frame frame) {
        this.figures = figures;
        this.frame = frame;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Course course : figures.courses()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s, %s to %s: %,d enrolments%n",
                    course.scenario().name(),
                    LocalDateTime.ofInstant(frame.from(), frame.zone()),
                    LocalDateTime.ofInstant(frame.to(), frame.zone()),
                    course.entered()));
            int width = Math.max(
                    4,
                    course.lanes().keySet().stream()
                            .mapToInt(String::length)
                            .max()
                            .orElse(4));
            course.lanes()
                    .forEach((step, lane) ->
                            text.append(String.format(Locale.ROOT, "  %-" + width + "s  %s%n", step, counts(lane))));
            course.ends()
                    .forEach((status, count) -> text.append(String.format(
                            Locale.ROOT, "  %,d %s%n", count, status.name().toLowerCase(Locale.ROOT))));
        }
        List<Way> ways = figures.ways();
        text.append(String.format(Locale.ROOT, "%,d ways%n", ways.size()));
        ways.stream()
                .limit(WAYS)
                .forEach(way -> text.append(String.format(Locale.ROOT, "  %,7d  %s%n", way.count(), words(way))));
        return text.toString().replace(System.lineSeparator(), "\n");
    }

    private static String counts(Lane lane) {
        List<String> counts = new ArrayList<>();
        for (Kind kind : Kind.counted()) {
            if (lane.count(kind) > 0) {
                counts.add(String.format(Locale.ROOT, "%,d %s", lane.count(kind), kind.words()));
            }
        }
        if (lane.waiting() > 0) {
            counts.add(String.format(Locale.ROOT, "%,d waiting", lane.waiting()));
        }
        String reasons = lane.reasons().entrySet().stream()
                .map(reason -> String.format(Locale.ROOT, "%s %,d", reason.getKey(), reason.getValue()))
                .collect(Collectors.joining(", "));
        return (counts.isEmpty() ? "nothing" : String.join(", ", counts))
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String words(Way way) {
        List<String> parts = new ArrayList<>();
        for (Mark mark : way.steps()) {
            parts.add((mark.step() + " " + mark.kind().words() + " " + mark.reason()).strip());
        }
        parts.add(way.status().name().toLowerCase(Locale.ROOT)
                + (way.detail().isEmpty() ? "" : " (" + way.detail() + ")"));
        return String.join(" → ", parts);
    }
}
