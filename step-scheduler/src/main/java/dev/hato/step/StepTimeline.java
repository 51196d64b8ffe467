package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A contact's way through the scenarios: what was sent, what was left out and why, what comes next and when.
 *
 * @param contact whose
 * @param enrolments in the order of scenarios and numbers, each with its history and standing
 */
public record StepTimeline(ContactId contact, List<Enrolment> enrolments) {
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Copies the list. */
    public StepTimeline {
        enrolments = List.copyOf(enrolments);
    }

    /** Returns the timeline as text, a line a step, in UTC. */
    @Override
    public String toString() {
        return text(Instant::toString);
    }

    /** Returns the timeline as text, a line a step, on the clocks of the zone. */
    public String text(ZoneId zone) {
        return text(at -> LOCAL.format(at.atZone(zone)));
    }

    private String text(Function<Instant, String> time) {
        return enrolments.stream().map(enrolment -> words(enrolment, time)).collect(Collectors.joining("\n"));
    }

    private static String words(Enrolment enrolment, Function<Instant, String> time) {
        StringBuilder text = new StringBuilder(
                enrolment.key() + ", enrolled " + time.apply(enrolment.times().enrolled()) + "\n");
        enrolment
                .history()
                .forEach(record -> text.append("  ")
                        .append(time.apply(record.at()))
                        .append(' ')
                        .append(record.step())
                        .append(record.occurrence().isEmpty() ? "" : " " + record.occurrence())
                        .append(' ')
                        .append(record.outcome())
                        .append(record.reason().isEmpty() ? "" : ": " + record.reason())
                        .append('\n'));
        return text.append("  ").append(next(enrolment, time)).toString();
    }

    static String next(Enrolment enrolment) {
        return next(enrolment, Instant::toString);
    }

    private static String next(Enrolment enrolment, Function<Instant, String> time) {
        String detail = enrolment.standing().detail();
        Instant due = enrolment.standing().due();
        return enrolment.standing().status()
                + (enrolment.standing().step() == null
                        ? ""
                        : " " + enrolment.standing().step())
                + (due == null ? "" : " until " + time.apply(due))
                + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
