package dev.hato.testkit;

import dev.hato.calendar.HolidayCalendar;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The time axis of a page, in hours of local time counted from 1970: as long as something happens, in slots of an hour, a
 * day or whole weeks.
 *
 * @param first the first hour
 * @param end the hour behind the last
 * @param slot the hours of a slot
 * @param cut whether the rehearsal went on beyond the end, and nothing happened there
 */
record PageScale(long first, long end, int slot, boolean cut) {
    private static final int DAY = 24;
    private static final int WEEK = 7 * DAY;
    private static final int TICKS = 12;
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("M/d", Locale.ROOT);

    /** A mark on the axis. */
    record Tick(long hour, String label) {}

    static PageScale of(RehearsalFigures figures, RehearsalPlan.Frame frame) {
        long from = figures.hour(frame.from());
        long to = figures.hour(frame.to()) + 1;
        long last = figures.lastHour(from) + 1;
        boolean cut = (to - last) * 5 > (to - from) * 2 && to - last > 2 * DAY;
        long shown = cut ? last + Math.max(DAY, (last - from) / 12) : to;
        int slot = shown - from <= 2 * DAY
                ? 1
                : shown - from <= 130 * DAY ? DAY : shown - from <= 910 * DAY ? WEEK : 4 * WEEK;
        long first = slot == 1 ? from : Math.floorDiv(from, DAY) * DAY;
        if (slot >= WEEK) {
            first = date(first)
                            .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .toEpochDay()
                    * DAY;
        }
        long slots = Math.max(1, (shown - first + slot - 1) / slot);
        return new PageScale(first, first + slots * slot, slot, cut);
    }

    static LocalDate date(long hour) {
        return LocalDate.ofEpochDay(Math.floorDiv(hour, DAY));
    }

    int slots() {
        return (int) ((end - first) / slot);
    }

    int slot(long hour) {
        return (int) ((hour - first) / slot);
    }

    long hour(int index) {
        return first + (long) index * slot;
    }

    /** Returns the place on an axis of this length. */
    double place(double hour, double length) {
        return (hour - first) / (end - first) * length;
    }

    boolean isHourly() {
        return slot == 1;
    }

    boolean isWeekly() {
        return slot >= WEEK;
    }

    /** Returns the words for a slot. */
    String label(int index) {
        LocalDate date = date(hour(index));
        return isHourly()
                ? date + String.format(Locale.ROOT, " %02d:00", Math.floorMod(hour(index), DAY))
                : date.toString();
    }

    /** Returns about a dozen marks. */
    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        if (isHourly()) {
            long step = Math.max(1, (end - first) / TICKS);
            for (long hour = first; hour < end; hour += step) {
                ticks.add(new Tick(hour, Math.floorMod(hour, DAY) + ":00"));
            }
            return ticks;
        }
        long days = (end - first) / DAY;
        long step = days <= TICKS + 4 ? 1 : days <= 35 ? 3 : days <= 7 * (TICKS + 6) ? 7 : 0;
        if (step > 0) {
            for (long day = 0; day < days; day += step) {
                ticks.add(new Tick(first + day * DAY, SHORT.format(date(first + day * DAY))));
            }
            return ticks;
        }
        long months = Math.max(1, days / 30 / TICKS);
        LocalDate month = date(first).with(TemporalAdjusters.firstDayOfNextMonth());
        while (month.toEpochDay() * DAY < end) {
            boolean year = month.getMonthValue() == 1 || ticks.isEmpty();
            ticks.add(
                    new Tick(month.toEpochDay() * DAY, year ? month.toString().substring(0, 7) : SHORT.format(month)));
            month = month.plusMonths(months);
        }
        return ticks;
    }

    /** Returns the hours at which days begin that are no business days, where days can be told apart. */
    List<Long> restDays(HolidayCalendar holidays) {
        List<Long> rest = new ArrayList<>();
        for (long day = Math.floorDiv(first, DAY) * DAY; !isWeekly() && day < end; day += DAY) {
            if (!holidays.isBusinessDay(date(day))) {
                rest.add(day);
            }
        }
        return rest;
    }
}
