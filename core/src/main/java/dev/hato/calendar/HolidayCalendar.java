package dev.hato.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Which days are holidays, beside Saturdays and Sundays.
 *
 * <p>A lambda makes one of any source. Implementations are safe for use by several threads and always give the same
 * answer for a date.
 */
@FunctionalInterface
public interface HolidayCalendar {
    /** The calendar without holidays: business days are Monday to Friday. */
    HolidayCalendar NONE = date -> false;

    /** How many days without a business day a search goes over before it gives up. */
    int LONGEST_REST = 400;

    /** Returns whether the day is a holiday; what it says of Saturdays and Sundays does not matter. */
    boolean isHoliday(LocalDate date);

    /** Returns Japan's national holidays, by law. */
    static HolidayCalendar japan() {
        return JapaneseHolidays.CALENDAR;
    }

    /** Returns this calendar with more holidays, such as the days between the years when a company is closed. */
    default HolidayCalendar and(HolidayCalendar more) {
        return date -> isHoliday(date) || more.isHoliday(date);
    }

    /** Returns a calendar of these days. */
    static HolidayCalendar of(Collection<LocalDate> days) {
        return Set.copyOf(days)::contains;
    }

    /** Returns whether the day is neither a Saturday nor a Sunday nor a holiday. */
    default boolean isBusinessDay(LocalDate date) {
        DayOfWeek day = date.getDayOfWeek();
        return day != DayOfWeek.SATURDAY && day != DayOfWeek.SUNDAY && !isHoliday(date);
    }

    /**
     * Returns the business day so many business days after the date, or before it with a negative number; the date itself is
     * not counted. With 0 it is the date, whatever day that is.
     *
     * @throws IllegalStateException if there is no business day within {@value #LONGEST_REST} days
     */
    default LocalDate plusBusinessDays(LocalDate date, int days) {
        LocalDate day = date;
        for (int i = 0; i < Math.abs(days); i++) {
            day = search(day, Integer.signum(days));
        }
        return day;
    }

    /**
     * Returns the day that takes this one's place; empty if it falls away.
     *
     * @throws IllegalStateException if there is no business day within {@value #LONGEST_REST} days
     */
    default Optional<LocalDate> shift(LocalDate date, BusinessDayShift shift) {
        if (shift == BusinessDayShift.NONE || isBusinessDay(date)) {
            return Optional.of(date);
        }
        return switch (shift) {
            case NEXT -> Optional.of(search(date, 1));
            case PREVIOUS -> Optional.of(search(date, -1));
            default -> Optional.empty();
        };
    }

    private LocalDate search(LocalDate date, int step) {
        LocalDate day = date;
        for (int i = 0; i < LONGEST_REST; i++) {
            day = day.plusDays(step);
            if (isBusinessDay(day)) {
                return day;
            }
        }
        throw new IllegalStateException("The holiday calendar has no business day within " + LONGEST_REST + " days "
                + (step > 0 ? "after " : "before ") + date + "; correct it.");
    }
}
