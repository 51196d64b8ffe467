package dev.hato.step;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LeapDay;
import dev.hato.calendar.LocalTimes;
import dev.hato.contact.Attribute;
import dev.hato.step.Anchor.AnchorDate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When steps are due: the arithmetic of anchors, zones, business days and years, as a pure function.
 *
 * <p>A local time that a zone skips means the first instant after the gap; one that it repeats means the earlier
 * instant,
 * once. Immutable and thread-safe.
 */
public final class Occurrences {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** The longest row of years without an occurrence: 29 February on business days only. */
    private static final int YEARS_SEARCHED = 60;

    private final HolidayCalendar holidays;

    private Occurrences(HolidayCalendar holidays) {
        this.holidays = Objects.requireNonNull(holidays, "holidays");
    }

    /** Returns the arithmetic with these holidays. */
    public static Occurrences with(HolidayCalendar holidays) {
        return new Occurrences(holidays);
    }

    /** Returns when the step is due: for a yearly one, the first time at or after enrolment. */
    public Occurrence first(Timing timing, EnrolmentClock clock) {
        return timing.isYearly() ? from(timing, clock, clock.enrolled()) : once(timing, clock);
    }

    /** Returns the step's next time after this instant; for a step that comes once, its time if that is later. */
    public Occurrence next(Timing timing, EnrolmentClock clock, Instant after) {
        return from(timing, clock, after.plusNanos(1));
    }

    /** Returns the step's first time at or after this instant. */
    Occurrence from(Timing timing, EnrolmentClock clock, Instant from) {
        if (timing.isYearly()) {
            return yearly(timing, clock, from);
        }
        Occurrence once = once(timing, clock);
        return once instanceof Occurrence.Due due && due.at().isBefore(from) ? over() : once;
    }

    private static Occurrence over() {
        return new Occurrence.None(Unscheduled.OVER, "There is no later time at which the step is due.");
    }

    private Occurrence once(Timing timing, EnrolmentClock clock) {
        Anchor anchor = timing.anchor();
        try {
            if (anchor instanceof AnchorDate date) {
                Object value = clock.attributes().get(date.attribute());
                return value == null ? missing(date, clock) : due(timing, clock.zone(), value, null);
            }
            Instant base = anchor instanceof Anchor.Enrolled ? clock.enrolled().plus(clock.paused()) : clock.previous();
            return due(timing, clock.zone(), base, null);
        } catch (DateTimeException | ArithmeticException e) {
            return outOfRange(anchor);
        }
    }

    private Occurrence yearly(Timing timing, EnrolmentClock clock, Instant from) {
        AnchorDate date = (AnchorDate) timing.anchor();
        Object value = clock.attributes().get(date.attribute());
        if (value == null) {
            return missing(date, clock);
        }
        try {
            int origin = local(value, clock.zone()).getYear();
            long offsetYears = timing.offset().period().toTotalMonths() / 12
                    + timing.offset().period().get(ChronoUnit.DAYS) / 365
                    + timing.offset().businessDays() / 200
                    + timing.offset().duration().toDays() / 365;
            long start = LocalDate.ofInstant(from, clock.zone()).getYear() - offsetYears - 2;
            int first = (int) Math.max(origin, start);
            for (int year = first; year < first + YEARS_SEARCHED; year++) {
                Occurrence occurrence = due(timing, clock.zone(), value, year);
                if (occurrence instanceof Occurrence.Due due && !due.at().isBefore(from)) {
                    return due;
                }
            }
            return over();
        } catch (DateTimeException | ArithmeticException e) {
            return outOfRange(date);
        }
    }

    /** Computes from a date, or from an instant; for a year, from the day in that year. */
    private Occurrence due(Timing timing, ZoneId zone, Object base, @Nullable Integer year) {
        LocalDateTime start = local(base, zone);
        if (year != null) {
            LeapDay leapDay = ((AnchorDate) timing.anchor()).leapDay();
            Optional<LocalDate> day = leapDay.in(year, MonthDay.from(start));
            if (day.isEmpty()) {
                return over();
            }
            start = day.get().atTime(start.toLocalTime());
        }
        boolean exact = base instanceof Instant && year == null && timing.at() == null;
        Instant at = distance(timing, zone, start, exact ? (Instant) base : null);
        LocalDate date = LocalDate.ofInstant(at, zone);
        if (timing.at() != null) {
            date = timing.offset().from(start.toLocalDate(), holidays);
            at = LocalTimes.resolve(date.atTime(timing.at()), zone);
        }
        Optional<LocalDate> shifted = holidays.shift(date, timing.shift());
        if (shifted.isEmpty()) {
            return new Occurrence.None(
                    Unscheduled.NO_BUSINESS_DAY, date + " is no business day, and the step is for business days only.");
        }
        if (!shifted.get().equals(date)) {
            LocalTime time = timing.at() == null ? LocalTime.ofInstant(at, zone) : timing.at();
            at = LocalTimes.resolve(shifted.get().atTime(time), zone);
        }
        if (at.isBefore(EARLIEST) || !at.isBefore(END)) {
            return outOfRange(timing.anchor());
        }
        return new Occurrence.Due(at, year == null ? "" : year.toString().intern());
    }

    /** Returns the instant at the offset's distance; exact instants are not taken through local time without need. */
    private Instant distance(Timing timing, ZoneId zone, LocalDateTime start, @Nullable Instant exact) {
        Offset offset = timing.offset();
        if (!offset.period().isZero() || offset.businessDays() != 0) {
            LocalDate day = offset.from(start.toLocalDate(), holidays);
            return LocalTimes.resolve(day.atTime(start.toLocalTime()), zone);
        }
        return (exact == null ? LocalTimes.resolve(start, zone) : exact).plus(offset.duration());
    }

    private static LocalDateTime local(Object base, ZoneId zone) {
        return base instanceof LocalDate date ? date.atStartOfDay() : LocalDateTime.ofInstant((Instant) base, zone);
    }

    private static Occurrence missing(AnchorDate date, EnrolmentClock clock) {
        String name = Names.quote(date.attribute().name());
        Attribute<?> other = clock.attributes().attributeNamed(date.attribute().name());
        return other == null
                ? new Occurrence.None(
                        Unscheduled.ANCHOR_MISSING, "The contact has no " + name + "; the step waits until it has.")
                : new Occurrence.None(
                        Unscheduled.ANCHOR_UNREADABLE,
                        "The contact's " + name + " is a " + other.type().label() + " and not a "
                                + date.attribute().type().label() + "; the step waits until it is.");
    }

    private static Occurrence outOfRange(Anchor anchor) {
        return new Occurrence.None(
                Unscheduled.ANCHOR_UNREADABLE,
                "Counted from " + anchor + ", the step is due outside of the years 1 to 9999; correct the date.");
    }
}
