package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LocalTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A distance in time: by the calendar (days, weeks, months), in business days, or elapsed (hours, minutes); all but one are
 * zero.
 *
 * <p>By the calendar and in business days, the local time stays the same; months come before days and are clamped to the
 * month's end. The day from which business days are counted is not one of them.
 *
 * @param period by the calendar
 * @param businessDays in days that are neither Saturdays nor Sundays nor holidays
 * @param duration elapsed, in whole seconds
 */
public record Offset(Period period, int businessDays, Duration duration) implements StepTiming {
    /** No distance. */
    public static final Offset ZERO = new Offset(Period.ZERO, 0, Duration.ZERO);

    private static final int MAX_DAYS = 36_600;
    private static final int MAX_MONTHS = 1_200;
    private static final int MAX_BUSINESS_DAYS = 1_000;

    /** Checks that it is of one kind, and not too long. */
    public Offset {
        if ((period.isZero() ? 0 : 1) + (businessDays == 0 ? 0 : 1) + (duration.isZero() ? 0 : 1) > 1) {
            throw new IllegalArgumentException("Offset of " + period + ", " + businessDays + " business days and "
                    + duration + " is of several kinds; use days, business days or hours.");
        }
        if (Math.abs(businessDays) > MAX_BUSINESS_DAYS) {
            throw new IllegalArgumentException("Offset of " + businessDays + " business days is longer than "
                    + MAX_BUSINESS_DAYS + "; use days or months.");
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
        return new Offset(period, 0, Duration.ZERO);
    }

    /** Returns an offset of elapsed time. */
    public static Offset of(Duration duration) {
        return new Offset(Period.ZERO, 0, duration);
    }

    /** Returns an offset in business days, at most 1,000. */
    public static Offset ofBusinessDays(int days) {
        return new Offset(Period.ZERO, days, Duration.ZERO);
    }

    /** Returns whether there is no distance. */
    public boolean isZero() {
        return period.isZero() && businessDays == 0 && duration.isZero();
    }

    /** Returns whether it leads back in time. */
    public boolean isNegative() {
        return period.isNegative() || businessDays < 0 || duration.isNegative();
    }

    /** Returns whether it is of whole days, so that a time of the day can be set. */
    public boolean isOfDays() {
        return duration.isZero();
    }

    /** Returns the instant at this distance, with days and months on the clocks of the zone. */
    public Instant from(Instant start, ZoneId zone, HolidayCalendar holidays) {
        if (period.isZero() && businessDays == 0) {
            return start.plus(duration);
        }
        LocalDateTime local = LocalDateTime.ofInstant(start, zone);
        return LocalTimes.resolve(from(local.toLocalDate(), holidays).atTime(local.toLocalTime()), zone);
    }

    LocalDate from(LocalDate date, HolidayCalendar holidays) {
        return businessDays == 0 ? date.plus(period) : holidays.plusBusinessDays(date, businessDays);
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
        if (businessDays != 0) {
            return count(Math.abs(businessDays), "business day");
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
