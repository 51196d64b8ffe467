package dev.hato.testkit;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import dev.hato.enrolment.StoredScenario;
import dev.hato.step.Scenario;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of a rehearsal: who got what and when, what was left out and why, where everybody stands at the end. Two plans
 * are compared by their {@link #text()}, line by line. Immutable and thread-safe.
 */
public final class RehearsalPlan {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final List<Line> lines;
    private final List<String> ends;
    private final ZoneId zone;

    /**
     * One step of one contact.
     *
     * @param at when
     * @param contact whose
     * @param scenario in which scenario
     * @param step the step's key, with its occurrence where it comes again
     * @param what what became of it, such as {@code mailed} or {@code skipped: CONDITION}
     */
    public record Line(Instant at, ContactId contact, String scenario, String step, String what) {}

    private RehearsalPlan(List<Line> lines, List<String> ends, ZoneId zone) {
        this.lines = List.copyOf(lines);
        this.ends = List.copyOf(ends);
        this.zone = zone;
    }

    static RehearsalPlan of(List<Scenario> scenarios, List<ContactId> contacts, Stores stores, ZoneId zone) {
        List<Line> lines = new ArrayList<>();
        List<String> ends = new ArrayList<>();
        for (Enrolment enrolment : stores.steps().of(contacts)) {
            for (StepRecord record : enrolment.history()) {
                lines.add(new Line(
                        record.at(),
                        enrolment.key().contact(),
                        enrolment.key().scenario(),
                        record.step() + (record.occurrence().isEmpty() ? "" : " " + record.occurrence()),
                        what(enrolment, record, stores)));
            }
            ends.add(end(enrolment, zone));
        }
        List<String> order = scenarios.stream().map(Scenario::name).toList();
        lines.sort(Comparator.comparing(Line::at)
                .thenComparing(Line::contact)
                .thenComparingInt(line -> order.indexOf(line.scenario()))); // stable: steps keep their order
        return new RehearsalPlan(lines, ends, zone);
    }

    private static String what(Enrolment enrolment, StepRecord record, Stores stores) {
        if (record.outcome() != Outcome.MAILED) {
            return record.outcome().name().toLowerCase(Locale.ROOT)
                    + (record.reason().isEmpty() ? "" : ": " + record.reason());
        }
        String number =
                enrolment.key().occurrence() == 1 ? "" : "#" + enrolment.key().occurrence();
        SendKey key = new SendKey(
                StoredScenario.source(enrolment.key().scenario()),
                record.step(),
                enrolment.key().contact(),
                record.occurrence().isEmpty() ? number : record.occurrence());
        OutboxEntry entry = stores.outbox().find(key).orElseThrow();
        return switch (entry.state()) {
            case HANDED_OVER -> "mailed";
            case EXCLUDED ->
                "excluded: " + Objects.requireNonNull(entry.progress().reason());
            default -> entry.state().name().toLowerCase(Locale.ROOT);
        };
    }

    private static String end(Enrolment enrolment, ZoneId zone) {
        EnrolmentStatus status = enrolment.standing().status();
        @Nullable Instant due = enrolment.standing().due();
        return enrolment.key() + ": " + status.name().toLowerCase(Locale.ROOT)
                + (enrolment.standing().step() == null
                        ? ""
                        : " at " + enrolment.standing().step())
                + (due == null ? "" : " until " + local(due, zone))
                + (enrolment.standing().detail().isEmpty()
                        ? ""
                        : " (" + enrolment.standing().detail() + ")");
    }

    private static String local(Instant at, ZoneId zone) {
        return MINUTE.format(ZonedDateTime.ofInstant(at, zone));
    }

    /** Returns what happened, in order of time. */
    public List<Line> lines() {
        return lines;
    }

    /** Returns the lines of one contact. */
    public List<Line> of(ContactId contact) {
        return lines.stream().filter(line -> line.contact().equals(contact)).toList();
    }

    /** Returns how many mails were handed over. */
    public long mailed() {
        return lines.stream().filter(line -> line.what().equals("mailed")).count();
    }

    /** Returns the plan as text, a line a step in local time, and where everybody stands at the end. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(local(line.at(), zone))
                    .append("  ")
                    .append(line.contact())
                    .append("  ")
                    .append(line.scenario())
                    .append("/")
                    .append(line.step())
                    .append("  ")
                    .append(line.what())
                    .append('\n');
        }
        text.append("at the end\n");
        ends.forEach(end -> text.append("  ").append(end).append('\n'));
        return text.toString();
    }

    /** Returns {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
