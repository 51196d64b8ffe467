package dev.hato.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * A span of the day on the clocks of a zone, with its start and without its end; a start after the end crosses
 * midnight.
 *
 * <p>On a day whose clocks change, it lasts from the instant of its start to the instant of its end, each as
 * {@link LocalTimes#resolve} has it: in a gap it may be empty, and after an overlap it does not begin again.
 *
 * @param start the first time inside
 * @param end the first time outside
 * @param days the days of the week on which it starts
 */
public record TimeWindow(LocalTime start, LocalTime end, Set<DayOfWeek> days) {
    /** Checks that the window has a length and a day. */
    public TimeWindow {
        Objects.requireNonNull(start, "start");
        if (start.equals(end)) {
            throw new IllegalArgumentException(
                    "Window " + start + "–" + end
                            + " starts where it ends; say which part of the day it is (00:00–00:00 is neither all nor nothing).");
        }
        if (days.isEmpty()) {
            throw new IllegalArgumentException("Window " + start + "–" + end + " is on no day; name at least one.");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /** Returns the window of every day. */
    public static TimeWindow of(LocalTime start, LocalTime end) {
        return new TimeWindow(start, end, EnumSet.allOf(DayOfWeek.class));
    }

    /** Returns the window of every day, from one full hour to another. */
    public static TimeWindow hours(int start, int end) {
        return of(LocalTime.of(start, 0), LocalTime.of(end % 24, 0));
    }

    /** Returns this window on those days only on which it starts. */
    public TimeWindow on(DayOfWeek... only) {
        return new TimeWindow(start, end, EnumSet.copyOf(Arrays.asList(only)));
    }

    /** Returns whether the window ends on the day after its start. */
    public boolean crossesMidnight() {
        return !start.isBefore(end);
    }

    /** Returns the instant at which the window of this day begins. */
    public Instant begin(LocalDate day, ZoneId zone) {
        return LocalTimes.resolve(day.atTime(start), zone);
    }

    /** Returns the instant at which the window that starts on this day is over. */
    public Instant finish(LocalDate day, ZoneId zone) {
        return LocalTimes.resolve((crossesMidnight() ? day.plusDays(1) : day).atTime(end), zone);
    }

    /** Returns such as {@code 22:00–08:00}. */
    @Override
    public String toString() {
        return start + "–" + end + (days.size() == 7 ? "" : " on " + days);
    }
}
