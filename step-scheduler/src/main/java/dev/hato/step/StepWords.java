package dev.hato.step;

import dev.hato.delivery.ExclusionReason;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What records and standings say to a reader, in the times of one zone. */
record StepWords(ZoneId zone) {
    static final StepWords UTC = new StepWords(ZoneOffset.UTC);

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** Returns the moment, with its seconds where it has some. */
    String moment(Instant at) {
        ZonedDateTime local = at.atZone(zone);
        return (local.getSecond() == 0 ? MINUTE : SECOND).format(local);
    }

    static String step(StepRecord record) {
        return record.step() + (record.occurrence().isEmpty() ? "" : " " + record.occurrence());
    }

    /** Returns such as {@code skipped: its condition was not true}. */
    static String what(StepRecord record) {
        String reason = record.reason();
        return switch (record.outcome()) {
            case MAILED -> "mailed";
            case DONE -> "done";
            case PASSED -> reason.isEmpty() ? "passed" : passed(reason);
            case SKIPPED -> (reason(reason).endsWith(" here") ? "" : "skipped: ") + reason(reason);
        };
    }

    private static String passed(String reason) {
        return switch (reason) {
            case "YES" -> "branch: yes";
            case "NO" -> "branch: no";
            case "EVENT" -> "the event came";
            case "DEADLINE" -> "no event until the deadline";
            case "COMPLETED" -> "completed";
            default -> reason;
        };
    }

    /** Returns the words for the name of a {@link SkipReason}, an {@link Unscheduled} or an {@link ExclusionReason}. */
    static String reason(String name) {
        return switch (name) {
            case "FILTER" -> "not such as the scenario is for";
            case "CONDITION" -> "its condition was not true";
            case "FREQUENCY_CAP" -> "one mail too many for the day or week";
            case "QUIET_HOURS" -> "no mail may leave at that hour";
            case "SENT_BEFORE" -> "sent before";
            case "FAILED" -> "it failed again and again";
            case "PAST_DUE" -> "past due";
            case "NO_BUSINESS_DAY" -> "no business day";
            case "OVER" -> "there is no later time";
            case "STOPPED" -> "subscription stopped";
            case "BANNED" -> "subscription banned";
            case "PENDING" -> "subscription not confirmed yet";
            case "ADDRESS_ERROR" -> "too many delivery errors of the address";
            case "COMPLAINED" -> "the recipient complained";
            case "EXITED" -> "ended here";
            case "GOAL_REACHED" -> "goal reached here";
            case "SUPPRESSED" -> "address suppressed";
            default -> name.replace('_', ' ').toLowerCase(Locale.ROOT);
        };
    }

    /** Returns where the enrolment stands, such as {@code waits for day-14, due 2026-04-15 01:00}. */
    String standing(Enrolment enrolment) {
        Standing at = enrolment.standing();
        String step = (at.step() == null ? "" : at.step()) + (at.occurrence().isEmpty() ? "" : " " + at.occurrence());
        Instant due = at.due();
        String time = due == null ? "" : moment(due);
        return switch (at.status()) {
            case WAITING ->
                "waits for " + step + ", due " + time
                        + (at.detail().isEmpty() ? "" : " (put off: " + reason(at.detail()) + ")");
            case AWAITING_EVENT -> "waits at " + step + " for its event, until " + time + " at the latest";
            case ACTING -> "at work on " + step + (at.detail().isEmpty() ? "" : ", tried again at " + time);
            case UNSCHEDULED -> "has no time for " + step + " (" + at.detail() + ")";
            case PAUSED -> "paused before " + step + pausedDue(Stood.of(enrolment));
            case COMPLETED -> "completed";
            case GOAL_REACHED -> "goal reached" + (at.detail().isEmpty() ? "" : " (" + at.detail() + ")");
            case EXITED -> "ended" + (at.detail().isEmpty() ? "" : " (" + at.detail() + ")");
        };
    }

    private String pausedDue(Stood stood) {
        Instant due = stood.due();
        return due == null ? "" : ", due " + moment(due) + " but for the pause";
    }

    /** Returns the text with blanks behind it, up to this width. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
