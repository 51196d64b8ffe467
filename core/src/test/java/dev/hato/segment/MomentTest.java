package dev.hato.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R6.2")
class MomentTest {
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    @Test
    void daysAgo_acrossAChangeOfOffset_keepsTheLocalTime() {
        Instant noon = Instant.parse("2026-03-09T16:00:00Z");

        assertThat(Conditions.daysAgo(2).instant(noon, NEW_YORK)).isEqualTo("2026-03-07T17:00:00Z");
        assertThat(Moment.ago(Duration.ofDays(2)).instant(noon, NEW_YORK)).isEqualTo("2026-03-07T16:00:00Z");
    }

    @Test
    void daysAgo_inAGap_isTheFirstInstantAfterIt() {
        Instant halfPastTwo = Instant.parse("2026-03-09T06:30:00Z");

        assertThat(Conditions.daysAgo(1).instant(halfPastTwo, NEW_YORK)).isEqualTo("2026-03-08T07:00:00Z");
    }

    @Test
    void daysAgo_inAnOverlap_isTheEarlierOne() {
        Instant halfPastOne = Instant.parse("2026-11-02T06:30:00Z");

        assertThat(Conditions.daysAgo(1).instant(halfPastOne, NEW_YORK)).isEqualTo("2026-11-01T05:30:00Z");
        Instant second = Instant.parse("2026-11-01T06:30:00Z");
        assertThat(Conditions.now().instant(second, NEW_YORK)).isEqualTo(second);
    }

    @Test
    void monthsAgo_clampsToTheEndOfTheMonth() {
        Instant now = Instant.parse("2026-03-31T12:00:00Z");

        assertThat(Conditions.monthsAgo(1).date(now, ZoneId.of("UTC"))).isEqualTo(LocalDate.of(2026, 2, 28));
    }

    @Test
    void toString_readsInASentence() {
        assertThat(Conditions.daysAgo(1)).hasToString("1 day ago");
        assertThat(Conditions.daysFromNow(7)).hasToString("7 days from now");
        assertThat(Moment.ago(Period.ofYears(2))).hasToString("2 years ago");
        assertThat(Conditions.monthsAgo(5)).hasToString("5 months ago");
        assertThat(Conditions.hoursAgo(3)).hasToString("3 hours ago");
        assertThat(Conditions.now()).hasToString("now");
        assertThat(Moment.ago(Period.of(0, 1, 2))).hasToString("now plus P-1M-2D");
    }
}
