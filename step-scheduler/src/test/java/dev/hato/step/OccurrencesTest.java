package dev.hato.step;

import static dev.hato.step.Steps.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LeapDay;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.InstantAttribute;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OccurrencesTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final InstantAttribute VISIT = Attribute.instant("visit");
    private static final Occurrences JAPAN = Occurrences.with(HolidayCalendar.japan());

    private static EnrolmentClock enrolled(String local, AttributeMap attributes) {
        return EnrolmentClock.of(TOKYO, attributes, tokyo(local));
    }

    private static EnrolmentClock enrolled(String local) {
        return enrolled(local, AttributeMap.empty());
    }

    private static Instant tokyo(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    private static String local(Occurrence occurrence) {
        if (occurrence instanceof Occurrence.Due due) {
            return LocalDateTime.ofInstant(due.at(), TOKYO) + (due.key().isEmpty() ? "" : " " + due.key());
        }
        return ((Occurrence.None) occurrence).reason().name();
    }

    @Test
    @Tag("R5.1")
    void enrolledSteps_countFromEnrolment() {
        EnrolmentClock clock = enrolled("2025-01-31T15:20");
        assertThat(local(JAPAN.first(immediately().timing(), clock))).isEqualTo("2025-01-31T15:20");
        assertThat(local(JAPAN.first(days(3).timing(), clock))).isEqualTo("2025-02-03T15:20");
        assertThat(local(JAPAN.first(days(3).at(10, 0), clock))).isEqualTo("2025-02-03T10:00");
        assertThat(local(JAPAN.first(hours(30).timing(), clock))).isEqualTo("2025-02-01T21:20");
        assertThat(local(JAPAN.first(minutes(50).timing(), clock))).isEqualTo("2025-01-31T16:10");
        assertThat(local(JAPAN.first(weeks(2).at(9, 30), clock))).isEqualTo("2025-02-14T09:30");
    }

    @Test
    @Tag("R5.1")
    void previousSteps_countFromTheStepBefore() {
        EnrolmentClock clock = enrolled("2025-01-01T00:00").afterStep(tokyo("2025-06-01T12:00"));
        assertThat(local(JAPAN.first(afterPrevious(hours(2)), clock))).isEqualTo("2025-06-01T14:00");
        assertThat(local(JAPAN.first(afterPrevious(days(1)).at(9, 0), clock))).isEqualTo("2025-06-02T09:00");
    }

    @Test
    @Tag("R5.3")
    void months_areClampedToTheirEnd() {
        assertThat(local(JAPAN.first(months(1).at(10, 0), enrolled("2025-01-31T15:20"))))
                .isEqualTo("2025-02-28T10:00");
        assertThat(local(JAPAN.first(months(1).at(10, 0), enrolled("2024-01-31T15:20"))))
                .isEqualTo("2024-02-29T10:00");
        assertThat(local(JAPAN.first(months(3).timing(), enrolled("2024-11-30T15:20"))))
                .isEqualTo("2025-02-28T15:20");
        assertThat(local(JAPAN.first(months(12).timing(), enrolled("2024-02-29T15:20"))))
                .isEqualTo("2025-02-28T15:20");
    }

    @Test
    @Tag("R5.1")
    void datesMayLeadBack_andComeOnceOrYearly() {
        EnrolmentClock clock = enrolled("2025-05-01T00:00", AttributeMap.of(BIRTHDAY, LocalDate.of(1990, 5, 20)));
        Timing weekBefore = from(BIRTHDAY, days(-7)).at(10, 0);
        assertThat(local(JAPAN.first(weekBefore, clock))).isEqualTo("1990-05-13T10:00");
        assertThat(local(JAPAN.first(weekBefore.yearly(), clock))).isEqualTo("2025-05-13T10:00 2025");
        assertThat(local(JAPAN.next(weekBefore.yearly(), clock, tokyo("2025-05-13T10:00"))))
                .isEqualTo("2026-05-13T10:00 2026");
        assertThat(local(JAPAN.next(weekBefore, clock, tokyo("2025-05-13T10:00"))))
                .isEqualTo("OVER");
        assertThat(local(JAPAN.first(from(BIRTHDAY, days(0)), clock))).isEqualTo("1990-05-20T00:00");
    }

    @Test
    void yearlyDate_keepsItsYearAcrossNewYear() {
        EnrolmentClock clock = enrolled("2025-12-27T00:00", AttributeMap.of(BIRTHDAY, LocalDate.of(1990, 1, 3)));
        assertThat(local(JAPAN.first(from(BIRTHDAY, days(-7)).at(10, 0).yearly(), clock)))
                .isEqualTo("2025-12-27T10:00 2026");
        assertThat(local(JAPAN.first(from(BIRTHDAY, months(-14)).at(10, 0).yearly(), clock)))
                .isEqualTo("2026-11-03T10:00 2028");
        assertThat(local(JAPAN.first(from(BIRTHDAY, months(30)).at(10, 0).yearly(), clock)))
                .isEqualTo("2026-07-03T10:00 2024");
    }

    @Test
    void yearlyDate_doesNotComeBeforeItself() {
        EnrolmentClock clock = enrolled("2025-01-01T00:00", AttributeMap.of(BIRTHDAY, LocalDate.of(2030, 4, 1)));
        assertThat(local(JAPAN.first(from(BIRTHDAY, days(0)).yearly(), clock))).isEqualTo("2030-04-01T00:00 2030");
    }

    @Test
    void instants_haveTheirTimeOfTheDay() {
        EnrolmentClock clock = enrolled("2025-01-01T00:00", AttributeMap.of(VISIT, tokyo("2025-03-03T13:45")));
        assertThat(local(JAPAN.first(from(VISIT, days(2)), clock))).isEqualTo("2025-03-05T13:45");
        assertThat(local(JAPAN.first(from(VISIT, hours(-1)), clock))).isEqualTo("2025-03-03T12:45");
        assertThat(local(JAPAN.first(from(VISIT, days(0)).yearly(), clock))).isEqualTo("2025-03-03T13:45 2025");
    }

    @Test
    @Tag("R5.2")
    void missingOrUnreadableDate_neverMeansNow() {
        Timing timing = from(BIRTHDAY, days(-7)).yearly();
        Occurrence missing = JAPAN.first(timing, enrolled("2025-01-01T00:00"));
        assertThat(missing).isInstanceOfSatisfying(Occurrence.None.class, none -> {
            assertThat(none.reason()).isEqualTo(Unscheduled.ANCHOR_MISSING);
            assertThat(none.message()).isEqualTo("The contact has no 'birthday'; the step waits until it has.");
        });
        AttributeMap text = AttributeMap.of(Attribute.text("birthday"), "20 May");
        assertThat(JAPAN.first(timing, enrolled("2025-01-01T00:00", text)))
                .isInstanceOfSatisfying(Occurrence.None.class, none -> {
                    assertThat(none.reason()).isEqualTo(Unscheduled.ANCHOR_UNREADABLE);
                    assertThat(none.message())
                            .contains("is a text and not a date")
                            .doesNotContain("20 May");
                });
        for (LocalDate far : List.of(LocalDate.MAX, LocalDate.MIN, LocalDate.of(9999, 12, 31))) {
            EnrolmentClock clock = enrolled("2025-01-01T00:00", AttributeMap.of(BIRTHDAY, far));
            Timing after = from(BIRTHDAY, days(10));
            assertThat(local(JAPAN.first(after, clock))).isEqualTo("ANCHOR_UNREADABLE");
            assertThat(JAPAN.first(after.yearly(), clock)).isInstanceOf(Occurrence.class);
        }
    }

    @ParameterizedTest
    @Tag("R5.3")
    @CsvSource(textBlock = """
                    FEB_28,    2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29
                    MAR_1,     2024-02-29 2025-03-01 2026-03-01 2027-03-01 2028-02-29
                    LEAP_ONLY, 2024-02-29 2028-02-29 2032-02-29 2036-02-29 2040-02-29
                    """)
    void leapDay_comesByPolicy(LeapDay policy, String dates) {
        AttributeMap attributes = AttributeMap.of(BIRTHDAY, LocalDate.of(2000, 2, 29));
        assertThat(years(from(BIRTHDAY, days(0)).yearly().leapDay(policy), attributes))
                .isEqualTo(dates);
    }

    private static String years(Timing timing, AttributeMap attributes) {
        EnrolmentClock clock = enrolled("2024-01-01T00:00", attributes);
        List<String> dates = new ArrayList<>();
        Instant last = Instant.EPOCH;
        for (int i = 0; i < 5; i++) {
            Occurrence.Due due =
                    (Occurrence.Due) (i == 0 ? JAPAN.first(timing, clock) : JAPAN.next(timing, clock, last));
            dates.add(LocalDate.ofInstant(due.at(), TOKYO).toString());
            last = due.at();
        }
        return String.join(" ", dates);
    }

    @Test
    @Tag("R5.3")
    void leapDay_isMovedFirst_andThenTheOffsetCounts() {
        AttributeMap attributes = AttributeMap.of(BIRTHDAY, LocalDate.of(2000, 2, 29));
        assertThat(years(from(BIRTHDAY, days(-7)).yearly().leapDay(LeapDay.MAR_1), attributes))
                .isEqualTo("2024-02-22 2025-02-22 2026-02-22 2027-02-22 2028-02-22");
        assertThat(years(from(BIRTHDAY, days(1)).yearly(), attributes))
                .isEqualTo("2024-03-01 2025-03-01 2026-03-01 2027-03-01 2028-03-01");
        // a century without a leap day: 2100 is none
        EnrolmentClock clock = EnrolmentClock.of(TOKYO, attributes, tokyo("2096-03-01T00:00"));
        assertThat(local(JAPAN.first(from(BIRTHDAY, days(0)).yearly().leapDay(LeapDay.LEAP_ONLY), clock)))
                .isEqualTo("2104-02-29T00:00 2104");
    }

    @ParameterizedTest
    @Tag("R6.4")
    @CsvSource(textBlock = """
                    NONE,     2025-05-03T10:00
                    NEXT,     2025-05-07T10:00
                    PREVIOUS, 2025-05-02T10:00
                    SKIP,     NO_BUSINESS_DAY
                    """)
    void stepOnAHoliday_isShifted(BusinessDayShift shift, String expected) {
        // 3 to 6 May 2025 are holidays, the 3rd a Saturday
        Timing timing = days(2).at(10, 0).onBusinessDays(shift);
        assertThat(local(JAPAN.first(timing, enrolled("2025-05-01T15:00")))).isEqualTo(expected);
        Timing elapsed = hours(43).timing().onBusinessDays(shift);
        assertThat(local(JAPAN.first(elapsed, enrolled("2025-05-01T15:00")))).isEqualTo(expected);
    }

    @Test
    @Tag("R6.4")
    void stepOnABusinessDay_stays() {
        for (BusinessDayShift shift : BusinessDayShift.values()) {
            Timing timing = days(1).at(10, 0).onBusinessDays(shift);
            assertThat(local(JAPAN.first(timing, enrolled("2025-05-01T15:00")))).isEqualTo("2025-05-02T10:00");
        }
    }

    @Test
    @Tag("R6.4")
    void yearlyStepForBusinessDaysOnly_goesOverTheYearsWithoutOne() {
        EnrolmentClock clock = enrolled("2025-01-01T00:00", AttributeMap.of(BIRTHDAY, LocalDate.of(1990, 5, 3)));
        Timing timing = from(BIRTHDAY, days(-1)).yearly().onBusinessDays(BusinessDayShift.SKIP);
        // 2 May: a Friday in 2025, a Saturday in 2026, a Sunday in 2027
        assertThat(local(JAPAN.first(timing, clock))).isEqualTo("2025-05-02T00:00 2025");
        assertThat(local(JAPAN.next(timing, clock, tokyo("2025-05-02T00:00")))).isEqualTo("2028-05-02T00:00 2028");
    }

    @Test
    @Tag("R5.6")
    void pause_movesWhatCountsFromEnrolmentOrTheStepBefore_andLeavesDates() {
        EnrolmentClock clock = enrolled("2025-01-01T15:00", AttributeMap.of(BIRTHDAY, LocalDate.of(2025, 2, 1)))
                .afterStep(tokyo("2025-01-02T09:00"))
                .afterPause(Duration.ofHours(50));
        assertThat(local(JAPAN.first(days(3).timing(), clock))).isEqualTo("2025-01-06T17:00");
        assertThat(local(JAPAN.first(days(3).at(10, 0), clock))).isEqualTo("2025-01-06T10:00");
        assertThat(local(JAPAN.first(afterPrevious(hours(2)), clock))).isEqualTo("2025-01-04T13:00");
        assertThat(local(JAPAN.first(from(BIRTHDAY, days(0)), clock))).isEqualTo("2025-02-01T00:00");
    }
}
