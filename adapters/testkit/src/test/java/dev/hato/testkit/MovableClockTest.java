package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MovableClockTest {
    @Test
    void instant_untouched_standsStill() {
        MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
        assertThat(clock.instant()).isEqualTo(clock.instant()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(clock.millis())
                .isEqualTo(Instant.parse("2026-04-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void advance_span_movesBothWays() {
        MovableClock clock = MovableClock.at(Instant.EPOCH);
        assertThat(clock.advance(Duration.ofDays(365))).isEqualTo("1971-01-01T00:00:00Z");
        clock.advance(Duration.ofSeconds(-1));
        assertThat(clock.instant()).isEqualTo("1970-12-31T23:59:59Z");
        clock.set(Instant.EPOCH);
        assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
    }
}
