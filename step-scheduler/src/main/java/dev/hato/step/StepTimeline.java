package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A contact's way through the scenarios: what was sent, what was left out and why, what comes next and when.
 *
 * @param contact whose
 * @param enrolments in the order of scenarios and numbers, each with its history and standing
 */
public record StepTimeline(ContactId contact, List<Enrolment> enrolments) {
    /** Copies the list. */
    public StepTimeline {
        enrolments = List.copyOf(enrolments);
    }

    /** Returns the timeline as text, a line a step, in UTC. */
    @Override
    public String toString() {
        return enrolments.stream().map(StepTimeline::words).collect(Collectors.joining("\n"));
    }

    private static String words(Enrolment enrolment) {
        StringBuilder text = new StringBuilder(
                enrolment.key() + ", enrolled " + enrolment.times().enrolled() + "\n");
        enrolment
                .history()
                .forEach(record -> text.append("  ")
                        .append(record.at())
                        .append(' ')
                        .append(record.step())
                        .append(record.occurrence().isEmpty() ? "" : " " + record.occurrence())
                        .append(' ')
                        .append(record.outcome())
                        .append(record.reason().isEmpty() ? "" : ": " + record.reason())
                        .append('\n'));
        return text.append("  ").append(next(enrolment)).toString();
    }

    static String next(Enrolment enrolment) {
        String detail = enrolment.standing().detail();
        return enrolment.standing().status()
                + (enrolment.standing().step() == null
                        ? ""
                        : " " + enrolment.standing().step())
                + (enrolment.standing().due() == null
                        ? ""
                        : " until " + enrolment.standing().due())
                + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
