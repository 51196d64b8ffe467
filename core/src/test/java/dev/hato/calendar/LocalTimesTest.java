package dev.hato.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.WallClock.Change;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R6.2")
class LocalTimesTest {
    @Test
    void everyTimeAroundEveryChangeOfEveryZone_isTheFirstMinuteThatTheWallShowsIt() {
        List<Change> changes = WallClock.changes();
        assertThat(changes).as("changes of 2024 to 2033").hasSizeGreaterThan(3_000);
        for (Change change : changes) {
            LocalDateTime gone = change.transition().getDateTimeBefore();
            Instant from = change.transition().getInstant().minus(Duration.ofHours(4));
            for (int minutes : new int[] {-121, -60, -30, -1, 0, 1, 29, 30, 59, 60, 61, 120}) {
                LocalDateTime local = gone.plusMinutes(minutes);
                assertThat(LocalTimes.resolve(local, change.zone()))
                        .as("%s in %s", local, change.zone())
                        .isEqualTo(WallClock.firstShowing(local, change.zone(), from));
            }
        }
    }

    @Test
    void timeInAGap_isTheFirstInstantAfterIt() {
        assertThat(LocalTimes.resolve(LocalDateTime.parse("2025-03-09T02:30"), ZoneId.of("America/New_York")))
                .isEqualTo(Instant.parse("2025-03-09T07:00:00Z"));
    }

    @Test
    void timeInAnOverlap_isTheEarlier() {
        assertThat(LocalTimes.resolve(LocalDateTime.parse("2025-11-02T01:30"), ZoneId.of("America/New_York")))
                .isEqualTo(Instant.parse("2025-11-02T05:30:00Z"));
    }

    @Test
    void dayThatAZoneSkips_isTheFirstInstantAfterIt() {
        // Samoa went over the date line: there was no 30 December 2011
        assertThat(LocalTimes.resolve(LocalDateTime.parse("2011-12-30T10:00"), ZoneId.of("Pacific/Apia")))
                .isEqualTo(Instant.parse("2011-12-30T10:00:00Z"));
    }
}
