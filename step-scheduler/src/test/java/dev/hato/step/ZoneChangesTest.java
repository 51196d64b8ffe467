package dev.hato.step;

import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.InstantAttribute;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every change of the clocks of every zone from 2024 to 2033, under each kind of step: each occurrence exactly once. */
@Tag("R6.1")
@Tag("R6.2")
class ZoneChangesTest {
    private static final DateAttribute DATE = Attribute.date("date");
    private static final InstantAttribute VISIT = Attribute.instant("visit");

    private int changes;
    private int checked;

    @Test
    void everyOccurrence_comesExactlyOnce() {
        Instant end = LocalDate.of(2034, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            Instant start = LocalDate.of(2024, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
            ZoneOffsetTransition change = zone.getRules().nextTransition(start);
            while (change != null && change.getInstant().isBefore(end)) {
                changes++;
                check(zone, change);
                change = zone.getRules().nextTransition(change.getInstant());
            }
        }
        System.out.println(changes + " changes of clocks from 2024 to 2033, " + checked + " steps");
        assertThat(changes).isGreaterThan(4_000);
        assertThat(checked).isGreaterThan(changes * 25);
    }

    private void check(ZoneId zone, ZoneOffsetTransition change) {
        LocalDateTime gone = change.getDateTimeBefore();
        elapsed(zone, change.getInstant());
        for (int minutes : new int[] {-30, 0, 30}) {
            LocalDateTime local = gone.plusMinutes(minutes);
            Instant from = change.getInstant().minus(Duration.ofHours(4));
            once(zone, local, firstShowing(local, zone, from));
            yearly(zone, local, firstShowing(local, zone, from));
        }
    }

    /** The first minute at which the wall shows the time or a later one: an oracle without a rule for gaps and overlaps. */
    private static Instant firstShowing(LocalDateTime local, ZoneId zone, Instant from) {
        Instant minute = from;
        while (LocalDateTime.ofInstant(minute, zone).isBefore(local)) {
            minute = minute.plusSeconds(60);
        }
        return minute;
    }

    private void elapsed(ZoneId zone, Instant change) {
        Instant enrolled = change.minusSeconds(3_600);
        EnrolmentClock clock = EnrolmentClock.of(zone, AttributeMap.of(VISIT, enrolled), enrolled);
        comesOnce(hours(2), clock, change.plusSeconds(3_600), HolidayCalendar.NONE);
        comesOnce(minutes(60), clock, change, HolidayCalendar.NONE);
        comesOnce(immediately(), clock, enrolled, HolidayCalendar.NONE);
        comesOnce(afterPrevious(minutes(90)), clock.afterStep(change), change.plusSeconds(5_400), HolidayCalendar.NONE);
        comesOnce(from(VISIT, hours(3)), clock, change.plusSeconds(7_200), HolidayCalendar.NONE);
    }

    private void once(ZoneId zone, LocalDateTime local, Instant expected) {
        LocalDate day = local.toLocalDate();
        LocalTime time = local.toLocalTime();
        Instant noon = day.minusDays(3).atTime(12, 0).atZone(zone).toInstant();
        EnrolmentClock clock = EnrolmentClock.of(zone, AttributeMap.of(DATE, day.plusDays(7)), noon);
        comesOnce(days(3).at(time), clock, expected, HolidayCalendar.NONE);
        comesOnce(from(DATE, days(-7)).at(time), clock, expected, HolidayCalendar.NONE);
        Instant done = day.minusDays(2).atTime(9, 0).atZone(zone).toInstant();
        comesOnce(afterPrevious(days(2)).at(time), clock.afterStep(done), expected, HolidayCalendar.NONE);
        Instant sameTime = local.minusDays(3).atZone(zone).toInstant();
        if (LocalDateTime.ofInstant(sameTime, zone).equals(local.minusDays(3))) {
            EnrolmentClock then = EnrolmentClock.of(zone, AttributeMap.of(VISIT, sameTime), sameTime);
            comesOnce(days(3), then, expected, HolidayCalendar.NONE);
            comesOnce(from(VISIT, days(3)), then, expected, HolidayCalendar.NONE);
        }
        LocalDate monthBefore = day.minusMonths(1);
        if (monthBefore.plusMonths(1).equals(day)) {
            Instant then = monthBefore.atTime(12, 0).atZone(zone).toInstant();
            comesOnce(
                    months(1).at(time),
                    EnrolmentClock.of(zone, AttributeMap.empty(), then),
                    expected,
                    HolidayCalendar.NONE);
        }
        comesOnce(days(2).at(time).onBusinessDays(BusinessDayShift.NEXT), clock, expected, only(day));
        comesOnce(days(5).at(time).onBusinessDays(BusinessDayShift.PREVIOUS), clock, expected, only(day));
        comesOnce(days(3).at(time).onBusinessDays(BusinessDayShift.SKIP), clock, expected, only(day));
    }

    /** Returns a calendar in which one day around this one is a business day. */
    private static HolidayCalendar only(LocalDate day) {
        return new HolidayCalendar() {
            @Override
            public boolean isHoliday(LocalDate date) {
                return !date.equals(day);
            }

            @Override
            public boolean isBusinessDay(LocalDate date) {
                return date.equals(day);
            }
        };
    }

    private void comesOnce(StepTiming timing, EnrolmentClock clock, Instant expected, HolidayCalendar holidays) {
        Scenario scenario = Scenario.named("s").step("a", timing, webhook("w")).build();
        Course course = new Course(scenario, holidays);
        Instant now = clock.enrolled();
        Advance first = course.begin(clock, now);
        assertThat(first.position())
                .as("%s in %s", timing, clock)
                .isEqualTo(new Position.Waiting("a", expected, "", false));
        Position.Waiting waiting = (Position.Waiting) first.position();
        assertThat(course.after(waiting, clock.afterStep(expected), Set.of(), expected)
                        .position())
                .isEqualTo(new Position.Completed());
        checked++;
    }

    private void yearly(ZoneId zone, LocalDateTime local, Instant expected) {
        LocalDate anniversary = local.toLocalDate().plusDays(7);
        AttributeMap attributes = AttributeMap.of(DATE, anniversary.withYear(2000));
        EnrolmentClock clock = EnrolmentClock.of(zone, attributes, expected.minus(Duration.ofDays(10)));
        Timing timing = from(DATE, days(-7)).at(local.toLocalTime()).yearly();
        Scenario scenario = Scenario.named("s").step("a", timing, webhook("w")).build();
        Course course = new Course(scenario, HolidayCalendar.NONE);
        List<String> years = new ArrayList<>();
        Advance advance = course.begin(clock, clock.enrolled());
        assertThat(((Position.Waiting) advance.position()).due()).isEqualTo(expected);
        for (int i = 0; i < 3; i++) {
            Position.Waiting waiting = (Position.Waiting) advance.position();
            years.add(waiting.occurrence());
            advance = course.after(waiting, clock.afterStep(waiting.due()), Set.of(), waiting.due());
        }
        int year = anniversary.getYear();
        assertThat(years).containsExactly(year + "", year + 1 + "", year + 2 + "");
        checked++;
    }
}
