package dev.hato.step;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.businessDays;
import static dev.hato.step.Steps.notifyStaff;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.DateAttribute;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Distances in business days. */
class BusinessDaysTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final HolidayCalendar JAPAN = HolidayCalendar.japan();
    private static final DateAttribute DUE = Attribute.date("due");

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    private static String due(StepTiming timing, String enrolled, AttributeMap attributes) {
        Occurrence occurrence =
                Occurrences.with(JAPAN).first(timing.timing(), EnrolmentClock.of(TOKYO, attributes, at(enrolled)));
        return LocalDateTime.ofInstant(((Occurrence.Due) occurrence).at(), TOKYO)
                .toString();
    }

    private static String due(StepTiming timing, String enrolled) {
        return due(timing, enrolled, AttributeMap.empty());
    }

    @Test
    @Tag("R6.4")
    void businessDays_passOverGoldenWeek() {
        // 29 April 2026 is a holiday, a Wednesday; so are the 3rd (Sunday) to the 6th of May (Wednesday).
        assertThat(due(businessDays(1), "2026-04-28T15:30")).isEqualTo("2026-04-30T15:30");
        assertThat(due(businessDays(5).at(10, 0), "2026-04-28T15:30")).isEqualTo("2026-05-11T10:00");
        assertThat(due(businessDays(1), "2026-05-02T12:00"))
                .as("from a Saturday")
                .isEqualTo("2026-05-07T12:00");
        assertThat(due(afterPrevious(businessDays(2)), "2026-05-01T09:00")).isEqualTo("2026-05-08T09:00");
        AttributeMap due = AttributeMap.empty().with(DUE, LocalDate.of(2026, 5, 7));
        assertThat(due(Steps.from(DUE, businessDays(-2)).at(9, 0), "2026-04-01T00:00", due))
                .as("before a date")
                .isEqualTo("2026-04-30T09:00");
    }

    /** Counted day by day, as one does on a wall calendar. */
    @Test
    @Tag("R6.4")
    void businessDays_areThoseOfTheCalendar() {
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            LocalDate start = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(1_000));
            int days = random.nextInt(41) - 20;
            LocalDate end = JAPAN.plusBusinessDays(start, days);
            LocalDate first = days > 0 ? start.plusDays(1) : end;
            LocalDate last = days > 0 ? end : start.minusDays(1);
            long counted = first.isAfter(last)
                    ? 0
                    : first.datesUntil(last.plusDays(1))
                            .filter(day -> day.getDayOfWeek() != DayOfWeek.SATURDAY
                                    && day.getDayOfWeek() != DayOfWeek.SUNDAY
                                    && !JAPAN.isHoliday(day))
                            .count();
            assertThat(counted).as(start + " and " + days).isEqualTo(Math.abs(days));
            assertThat(days == 0 || JAPAN.isBusinessDay(end)).isTrue();
        }
    }

    @Test
    @Tag("R5.8")
    void wait_upToBusinessDays_andAsJson() {
        Scenario scenario = Scenario.named("s")
                .step("wait", waitFor(event("reply")).upTo(businessDays(5)))
                .step("call", businessDays(7).at(10, 0), notifyStaff("sales", "call"))
                .build();
        Action.WaitFor wait = (Action.WaitFor) scenario.steps().get(0).action();
        assertThat(wait.deadline(at("2026-04-28T15:30"), TOKYO, JAPAN)).isEqualTo(at("2026-05-11T15:30"));
        assertThat(wait.deadline(at("2026-04-28T15:30"), TOKYO, HolidayCalendar.NONE))
                .isEqualTo(at("2026-05-05T15:30"));
        assertThat(scenario.plan()).contains("up to 5 business days", "7 business days after enrolment at 10:00");
        assertThat(scenario.toJson()).contains("\"5 business days\"", "\"7 business days\"");
        assertThat(Scenario.fromJson(scenario.toJson(), TemplateCatalog.NONE)).isEqualTo(scenario);
    }

    @Test
    void offset_ofTwoKinds_orTooLong_isRefused() {
        assertThatThrownBy(() -> businessDays(1_001)).hasMessageContaining("1001 business days");
        assertThatThrownBy(() -> new Offset(Period.ofDays(1), 1, Duration.ZERO)).hasMessageContaining("several kinds");
        assertThatThrownBy(() -> afterPrevious(businessDays(-1))).hasMessageContaining("1 business day before");
    }
}
