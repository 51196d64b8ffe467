package dev.hato.calendar;

import java.time.LocalDate;
import java.time.Month;

/**
 * The days of the equinoxes in Japan.
 *
 * <p>The law leaves them to astronomy: the Cabinet announces those of the coming year. They follow a line of one
 * tropical
 * year a year, less the leap days, with one constant up to 1979 and another up to 2099.
 */
final class Equinoxes {
    private static final double TROPICAL = 0.242194;

    private Equinoxes() {}

    static LocalDate spring(int year) {
        double constant = year < 1980 ? 20.8357 : 20.8431;
        return LocalDate.of(year, Month.MARCH, day(year, constant));
    }

    static LocalDate autumn(int year) {
        double constant = year < 1980 ? 23.2588 : 23.2488;
        return LocalDate.of(year, Month.SEPTEMBER, day(year, constant));
    }

    private static int day(int year, double constant) {
        int leapDays = year < 1980 ? (year - 1983) / 4 : (year - 1980) / 4;
        return (int) (constant + TROPICAL * (year - 1980) - leapDays);
    }
}
