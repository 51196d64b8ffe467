package dev.hato.testkit;

import dev.hato.Stores;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.step.Scenario;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What came of a rehearsal: who got what and when, what was left out and why, where everybody stands at the end. Two plans
 * are compared by their {@link #text()}, line by line. Immutable and thread-safe.
 */
public final class RehearsalPlan {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final List<Line> lines;
    private final List<End> ends;
    private final RehearsalFigures figures;
    private final Frame frame;

    /** When it began and ended, on whose clocks, and which days are holidays. */
    record Frame(Instant from, Instant to, ZoneId zone, HolidayCalendar holidays) {}

    /** Where an enrolment stands at the end. */
    record End(
            EnrolmentKey key,
            EnrolmentStatus status,
            @Nullable String step,
            @Nullable Instant due,
            String detail) {}

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

    private RehearsalPlan(List<Line> lines, List<End> ends, RehearsalFigures figures, Frame frame) {
        this.lines = List.copyOf(lines);
        this.ends = List.copyOf(ends);
        this.figures = figures;
        this.frame = frame;
    }

    static RehearsalPlan of(List<Scenario> scenarios, List<ContactId> contacts, Stores stores, Frame frame) {
        RehearsalFigures figures = new RehearsalFigures(scenarios, frame.zone());
        PlanWriter writer = new PlanWriter(scenarios, stores, figures);
        writer.read(contacts);
        return new RehearsalPlan(writer.lines(), writer.ends(), figures, frame);
    }

    private String words(End end) {
        return end.key() + ": " + end.status().name().toLowerCase(Locale.ROOT)
                + (end.step() == null ? "" : " at " + end.step())
                + (end.due() == null ? "" : " until " + local(end.due(), frame.zone()))
                + (end.detail().isEmpty() ? "" : " (" + end.detail() + ")");
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

    /** Returns how many enrolments stand in this status at the end. */
    public long count(EnrolmentStatus status) {
        return ends.stream().filter(end -> end.status() == status).count();
    }

    /** Returns the plan as text, a line a step in local time, and where everybody stands at the end. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(local(line.at(), frame.zone()))
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
        ends.forEach(end -> text.append("  ").append(words(end)).append('\n'));
        return text.toString();
    }

    /**
     * Returns what came of it in short, as text that stays short for any number of contacts: what became of each step, where
     * everybody stands, and the ways that were gone, the most frequent first.
     */
    public String summary() {
        return new RehearsalSummary(figures, frame).text();
    }

    /** Returns the timeline as a page in English; see {@link #html(Locale)}. */
    public String html() {
        return html(Locale.ENGLISH);
    }

    /**
     * Returns the timeline as a page of HTML that needs nothing else, neither files nor scripts: the steps over time, the
     * counts by day, the funnel, and the ways that contacts went with examples. It shows ids of contacts, no addresses.
     *
     * @param language Japanese, or English for all others
     */
    public String html(Locale language) {
        return new RehearsalPage(figures, frame, PageWords.in(language)).html();
    }

    /** Returns {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
