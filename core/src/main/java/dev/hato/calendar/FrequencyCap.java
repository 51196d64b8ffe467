package dev.hato.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Objects;
import java.util.Optional;

/**
 * How many marketing mails a contact gets at most within a calendar day or week of its zone. Transactional mail neither
 * counts nor is held.
 *
 * @param mails the most; 0 blocks all
 * @param per the span that is counted
 * @param whenCapped what becomes of a mail that would be one too many
 */
public record FrequencyCap(int mails, Span per, WhenCapped whenCapped) {
    /** The span of the calendar that is counted, in the recipient's zone. */
    public enum Span {
        /** From midnight to midnight. */
        DAY,
        /** From Monday to Sunday (ISO 8601). */
        WEEK
    }

    /** What becomes of a mail that would be one too many. */
    public enum WhenCapped {
        /** It falls away, and what follows it goes on. */
        SKIP_AND_ADVANCE,
        /** It waits for the next day or week. */
        DEFER
    }

    /** Checks the number. */
    public FrequencyCap {
        if (mails < 0) {
            throw new IllegalArgumentException("Frequency cap is " + mails + "; 0 blocks all mail, 1 or more caps it.");
        }
        Objects.requireNonNull(per, "per");
        Objects.requireNonNull(whenCapped, "whenCapped");
    }

    /** Returns the cap of a calendar day; capped mail falls away. */
    public static FrequencyCap perDay(int mails) {
        return new FrequencyCap(mails, Span.DAY, WhenCapped.SKIP_AND_ADVANCE);
    }

    /** Returns the cap of a calendar week; capped mail falls away. */
    public static FrequencyCap perWeek(int mails) {
        return new FrequencyCap(mails, Span.WEEK, WhenCapped.SKIP_AND_ADVANCE);
    }

    /** Returns this cap with mail that waits for the next day or week. */
    public FrequencyCap deferring() {
        return new FrequencyCap(mails, per, WhenCapped.DEFER);
    }

    /** Returns the first instant of the day or week that is counted at this instant. */
    public Instant countedFrom(Instant instant, ZoneId zone) {
        return LocalTimes.resolve(firstDay(instant, zone).atStartOfDay(), zone);
    }

    /** Returns the first instant of the next day or week. */
    public Instant countedUntil(Instant instant, ZoneId zone) {
        return LocalTimes.resolve(next(firstDay(instant, zone)).atStartOfDay(), zone);
    }

    /** Returns whether one more mail would be too many, with this number sent since {@link #countedFrom}. */
    public boolean isReached(int sent) {
        return sent >= mails;
    }

    /**
     * Returns until when a mail waits that would be one too many; empty if it falls away. With a cap of 0 every mail
     * falls away: none would ever leave.
     */
    public Optional<Instant> deferredTo(Instant instant, ZoneId zone) {
        return whenCapped == WhenCapped.DEFER && mails > 0
                ? Optional.of(countedUntil(instant, zone))
                : Optional.empty();
    }

    private LocalDate firstDay(Instant instant, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(instant, zone);
        LocalDate day = per == Span.DAY ? today : today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        // Clocks that were set back over midnight show the old date again; the new day has begun all the same.
        return LocalTimes.resolve(next(day).atStartOfDay(), zone).isAfter(instant) ? day : next(day);
    }

    private LocalDate next(LocalDate day) {
        return per == Span.DAY ? day.plusDays(1) : day.plusWeeks(1);
    }

    /** Returns such as {@code at most 2 mails a week, others wait}. */
    @Override
    public String toString() {
        return "at most " + mails + (mails == 1 ? " mail" : " mails") + (per == Span.DAY ? " a day" : " a week")
                + (whenCapped == WhenCapped.DEFER ? ", others wait" : ", others fall away");
    }
}
