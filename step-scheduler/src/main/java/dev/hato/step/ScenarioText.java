package dev.hato.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes scenarios as text to read. */
final class ScenarioText {
    private ScenarioText() {}

    static String of(Scenario scenario) {
        List<String> lines = new ArrayList<>();
        lines.add("Scenario " + scenario.name());
        Entry entry = scenario.entry();
        lines.add("  starts " + (entry.triggers().isEmpty() ? "by hand" : "on " + join(entry.triggers())));
        add(lines, "  only for ", entry.filter());
        add(lines, "  not again within ", entry.suppression());
        add(lines, "  not on events older than ", entry.horizon());
        if (!entry.reEnrolment().equals(ReEnrolment.IGNORE)) {
            lines.add("  who is enrolled again is " + entry.reEnrolment());
        }
        int number = 0;
        for (Step step : scenario.steps()) {
            lines.add("  " + ++number + ". " + step);
        }
        if (!scenario.goals().isEmpty()) {
            lines.add("  goal: " + join(scenario.goals()));
        }
        if (!scenario.exits().isEmpty()) {
            lines.add("  exits on " + join(scenario.exits()));
        }
        sending(lines, scenario.sending());
        return String.join("\n", lines);
    }

    private static void sending(List<String> lines, Sending sending) {
        add(
                lines,
                "  under the subscription to ",
                sending.list() == null ? null : sending.list().name());
        if (!sending.pastDue().equals(PastDuePolicy.skip())) {
            lines.add("  past due: " + sending.pastDue());
        }
        if (sending.priority() != 0) {
            lines.add("  priority " + sending.priority());
        }
        add(lines, "  cap: ", sending.cap());
        add(lines, "  pace: ", sending.pace());
    }

    private static void add(List<String> lines, String words, @Nullable Object value) {
        if (value != null) {
            lines.add(words + value);
        }
    }

    private static String join(List<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(" or "));
    }
}
