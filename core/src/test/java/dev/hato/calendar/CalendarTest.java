package dev.hato.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.TextAttribute;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CalendarTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final ZoneId LIMA = ZoneId.of("America/Lima");
    private static final TextAttribute ZONE = Attribute.text("zone");

    @Test
    @Tag("R6.1")
    void zone_isTheContacts_elseTheLists_elseTheEngines() {
        ContactZone zone = ContactZone.of(ZONE, TOKYO);
        AttributeMap inLima = AttributeMap.of(ZONE, " America/Lima ");
        assertThat(zone.of(inLima, PARIS)).isEqualTo(LIMA);
        assertThat(zone.of(AttributeMap.empty(), PARIS)).isEqualTo(PARIS);
        assertThat(zone.of(AttributeMap.empty(), null)).isEqualTo(TOKYO);
        assertThat(ContactZone.of(TOKYO).of(inLima, null)).isEqualTo(TOKYO);
        AttributeMap misspelt = AttributeMap.of(ZONE, "Asia/Tokio");
        assertThat(zone.of(misspelt, PARIS)).isEqualTo(PARIS);
        assertThat(zone.isUnreadable(misspelt)).isTrue();
        assertThat(zone.isUnreadable(inLima)).isFalse();
        assertThat(zone.isUnreadable(AttributeMap.empty())).isFalse();
    }

    @Test
    @Tag("R6.4")
    void shift_goesToABusinessDay() {
        HolidayCalendar japan = HolidayCalendar.japan();
        LocalDate goldenWeek = LocalDate.of(2025, 5, 4);
        assertThat(japan.shift(goldenWeek, BusinessDayShift.NONE)).contains(goldenWeek);
        assertThat(japan.shift(goldenWeek, BusinessDayShift.NEXT)).contains(LocalDate.of(2025, 5, 7));
        assertThat(japan.shift(goldenWeek, BusinessDayShift.PREVIOUS)).contains(LocalDate.of(2025, 5, 2));
        assertThat(japan.shift(goldenWeek, BusinessDayShift.SKIP)).isEmpty();
        assertThat(HolidayCalendar.NONE.shift(goldenWeek, BusinessDayShift.NEXT))
                .contains(LocalDate.of(2025, 5, 5));
    }

    @Test
    @Tag("R6.4")
    void calendars_canBeJoined_andOnesOwnBrought() {
        HolidayCalendar company = HolidayCalendar.japan()
                .and(HolidayCalendar.of(List.of(LocalDate.of(2025, 12, 30), LocalDate.of(2025, 12, 31))))
                .and(date -> date.getMonthValue() == 1 && date.getDayOfMonth() <= 4);
        assertThat(company.shift(LocalDate.of(2025, 12, 30), BusinessDayShift.NEXT))
                .contains(LocalDate.of(2026, 1, 5));
        HolidayCalendar never = date -> true;
        assertThatThrownBy(() -> never.shift(LocalDate.of(2025, 1, 1), BusinessDayShift.NEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no business day within 400 days after 2025-01-01");
    }

    private static Instant at(String local, ZoneId zone) {
        return LocalDateTime.parse(local).atZone(zone).toInstant();
    }

    @Test
    @Tag("R6.5")
    void cap_countsTheCalendarDayOrWeekOfTheRecipient() {
        FrequencyCap day = FrequencyCap.perDay(2);
        Instant noon = at("2025-05-01T12:00", TOKYO);
        assertThat(day.countedFrom(noon, TOKYO)).isEqualTo(at("2025-05-01T00:00", TOKYO));
        assertThat(day.countedUntil(noon, TOKYO)).isEqualTo(at("2025-05-02T00:00", TOKYO));
        assertThat(day.countedFrom(noon, LIMA)).isEqualTo(at("2025-04-30T00:00", LIMA));
        FrequencyCap week = FrequencyCap.perWeek(2);
        assertThat(week.countedFrom(noon, TOKYO)).isEqualTo(at("2025-04-28T00:00", TOKYO));
        assertThat(week.countedUntil(noon, TOKYO)).isEqualTo(at("2025-05-05T00:00", TOKYO));
        assertThat(day.isReached(1)).isFalse();
        assertThat(day.isReached(2)).isTrue();
        assertThat(FrequencyCap.perDay(0).isReached(0)).isTrue();
    }

    @Test
    @Tag("R6.5")
    void cappedMail_fallsAwayOrWaits() {
        Instant noon = at("2025-05-01T12:00", TOKYO);
        assertThat(FrequencyCap.perDay(2).deferredTo(noon, TOKYO)).isEmpty();
        assertThat(FrequencyCap.perDay(2).deferring().deferredTo(noon, TOKYO)).contains(at("2025-05-02T00:00", TOKYO));
        assertThat(FrequencyCap.perDay(0).deferring().deferredTo(noon, TOKYO)).isEmpty();
        assertThat(FrequencyCap.perWeek(1).deferring()).hasToString("at most 1 mail a week, others wait");
        assertThatThrownBy(() -> FrequencyCap.perDay(-1)).hasMessageContaining("Frequency cap is -1");
    }

    @Test
    @Tag("R6.5")
    void everyInstant_isInExactlyOneDayOfEveryZone() {
        for (FrequencyCap cap : List.of(FrequencyCap.perDay(1), FrequencyCap.perWeek(1))) {
            for (WallClock.Change change : WallClock.changes()) {
                Instant middle = change.transition().getInstant();
                for (int hours = -25; hours <= 25; hours += 5) {
                    Instant instant = middle.plusSeconds(hours * 3600L + 7);
                    Instant from = cap.countedFrom(instant, change.zone());
                    Instant until = cap.countedUntil(instant, change.zone());
                    assertThat(from).isBeforeOrEqualTo(instant);
                    assertThat(until).isAfter(instant);
                    assertThat(cap.countedFrom(until, change.zone()))
                            .as("%s", change)
                            .isEqualTo(until);
                    assertThat(cap.countedUntil(from, change.zone()))
                            .as("%s", change)
                            .isEqualTo(until);
                }
            }
        }
    }
}
