package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.LocalTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A distance in time: by the calendar (days, weeks, months), or elapsed (hours, minutes); one of the two is zero.
 *
 * <p>By the calendar, the local time stays the same; months come before days and are clamped to the month's end.
 *
 * @param period by the calendar
 * @param duration elapsed, in whole seconds
 */
public record Offset(Period period, Duration duration) implements StepTiming {
    /** No distance. */
    public static final Offset ZERO = new Offset(Period.ZERO, Duration.ZERO);

    private static final int MAX_DAYS = 36_600;
    private static final int MAX_MONTHS = 1_200;

    /** Checks that it is of one kind, and not beyond a hundred years. */
    public Offset {
        if (!period.isZero() && !duration.isZero()) {
            throw new IllegalArgumentException(
                    "Offset of " + period + " and " + duration + " is of two kinds; use days or hours, not both.");
        }
        if (Math.abs(period.toTotalMonths()) > MAX_MONTHS
                || Math.abs(period.get(ChronoUnit.DAYS)) > MAX_DAYS
                || duration.abs().toDays() > MAX_DAYS) {
            throw new IllegalArgumentException(
                    "Offset " + (period.isZero() ? duration : period) + " is longer than a hundred years.");
        }
        if (!duration.truncatedTo(ChronoUnit.SECONDS).equals(duration)) {
            throw new IllegalArgumentException("Offset " + duration + " has a part of a second; use whole seconds.");
        }
        if (Long.signum(period.toTotalMonths()) * Long.signum(period.get(ChronoUnit.DAYS)) < 0) {
            throw new IllegalArgumentException(
                    "Offset " + period + " goes to and fro; use months and days of the same sign.");
        }
        period = Period.of(0, (int) period.toTotalMonths(), (int) period.get(ChronoUnit.DAYS));
    }

    /** Returns an offset by the calendar. */
    public static Offset of(Period period) {
        return new Offset(period, Duration.ZERO);
    }

    /** Returns an offset of elapsed time. */
    public static Offset of(Duration duration) {
        return new Offset(Period.ZERO, duration);
    }

    /** Returns whether there is no distance. */
    public boolean isZero() {
        return period.isZero() && duration.isZero();
    }

    /** Returns whether it leads back in time. */
    public boolean isNegative() {
        return period.isNegative() || duration.isNegative();
    }

    /** Returns whether it is of whole days, so that a time of the day can be set. */
    public boolean isOfDays() {
        return duration.isZero();
    }

    /** Returns the instant at this distance, with days and months on the clocks of the zone. */
    public Instant from(Instant start, ZoneId zone) {
        if (period.isZero()) {
            return start.plus(duration);
        }
        return LocalTimes.resolve(LocalDateTime.ofInstant(start, zone).plus(period), zone);
    }

    LocalDate from(LocalDate date) {
        return date.plus(period);
    }

    /** Returns the timing at this distance from enrolment. */
    @Override
    public Timing timing() {
        return new Timing(Anchor.ENROLLED, this, null, BusinessDayShift.NONE);
    }

    /** Returns the words, without a sign: {@code 3 days}. */
    String words() {
        if (isZero()) {
            return "0 days";
        }
        if (!duration.isZero()) {
            long seconds = duration.abs().toSeconds();
            return seconds % 3600 == 0
                    ? count(seconds / 3600, "hour")
                    : seconds % 60 == 0 ? count(seconds / 60, "minute") : count(seconds, "second");
        }
        long months = Math.abs(period.toTotalMonths());
        long days = Math.abs(period.get(ChronoUnit.DAYS));
        if (months == 0) {
            return count(days, "day");
        }
        return count(months, "month") + (days == 0 ? "" : " and " + count(days, "day"));
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** Returns such as {@code 3 days} or {@code -7 days}. */
    @Override
    public String toString() {
        return (isNegative() ? "-" : "") + words();
    }
}
