package dev.hato.calendar;

import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.Year;
import java.util.Optional;

/** When a date of 29 February comes again in a year that has none. */
public enum LeapDay {
    /** On 28 February. */
    FEB_28,
    /** On 1 March. */
    MAR_1,
    /** Not at all: in leap years only. */
    LEAP_ONLY;

    private static final MonthDay LEAP = MonthDay.of(Month.FEBRUARY, 29);

    /** Returns the date of this day in the year; empty if there is none. */
    public Optional<LocalDate> in(int year, MonthDay day) {
        if (!day.equals(LEAP) || Year.isLeap(year)) {
            return Optional.of(day.atYear(year));
        }
        return switch (this) {
            case FEB_28 -> Optional.of(LocalDate.of(year, Month.FEBRUARY, 28));
            case MAR_1 -> Optional.of(LocalDate.of(year, Month.MARCH, 1));
            case LEAP_ONLY -> Optional.empty();
        };
    }
}
