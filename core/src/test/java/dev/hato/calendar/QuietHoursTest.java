package dev.hato.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.WallClock.Change;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R6.1")
@Tag("R6.3")
class QuietHoursTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final QuietHours NIGHTS = QuietHours.of(TimeWindow.hours(22, 8));

    private static Instant tokyo(String local) {
        return LocalDateTime.parse(local).atZone(TOKYO).toInstant();
    }

    private static Optional<Instant> held(QuietHours hours, String local) {
        return hours.heldUntil(tokyo(local), TOKYO);
    }

    @Test
    void windowOverMidnight_holdsOnBothSidesOfIt() {
        assertThat(held(NIGHTS, "2025-05-01T21:59:59")).isEmpty();
        assertThat(held(NIGHTS, "2025-05-01T22:00")).contains(tokyo("2025-05-02T08:00"));
        assertThat(held(NIGHTS, "2025-05-02T00:00")).contains(tokyo("2025-05-02T08:00"));
        assertThat(held(NIGHTS, "2025-05-02T07:59:59.999")).contains(tokyo("2025-05-02T08:00"));
        assertThat(held(NIGHTS, "2025-05-02T08:00")).isEmpty();
        assertThat(held(NIGHTS, "2025-05-02T12:00")).isEmpty();
        assertThat(NIGHTS).hasToString("22:00–08:00");
    }

    @Test
    void windowUntilMidnight_endsThere() {
        QuietHours evenings = QuietHours.of(TimeWindow.hours(20, 24));
        assertThat(held(evenings, "2025-05-01T23:59")).contains(tokyo("2025-05-02T00:00"));
        assertThat(held(evenings, "2025-05-02T00:00")).isEmpty();
    }

    @Test
    void windowWithoutALength_isRefused() {
        LocalTime nine = LocalTime.of(9, 0);
        assertThatThrownBy(() -> TimeWindow.of(nine, nine)).hasMessageContaining("09:00–09:00 starts where it ends");
        assertThatThrownBy(() -> TimeWindow.hours(0, 24)).hasMessageContaining("neither all nor nothing");
        assertThatThrownBy(() -> TimeWindow.hours(1, 2).on()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void windowsThatTouch_areOne() {
        QuietHours hours = QuietHours.of(TimeWindow.hours(12, 13), TimeWindow.hours(13, 15), TimeWindow.hours(14, 16));
        assertThat(held(hours, "2025-05-01T12:30")).contains(tokyo("2025-05-01T16:00"));
        assertThat(hours.hold(tokyo("2025-05-01T16:00"), TOKYO)).isFalse();
    }

    @Test
    void windowOnSomeDays_startsOnThose() {
        QuietHours weekend = QuietHours.of(
                TimeWindow.hours(0, 12).on(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                TimeWindow.hours(12, 24).on(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY),
                TimeWindow.hours(23, 5).on(DayOfWeek.SUNDAY));
        assertThat(held(weekend, "2025-05-02T23:59")).isEmpty();
        assertThat(held(weekend, "2025-05-03T00:00")).contains(tokyo("2025-05-05T05:00"));
        assertThat(held(weekend, "2025-05-06T02:00")).isEmpty();
    }

    @Test
    void quietHoursWithoutAnEnd_areRefused() {
        assertThatThrownBy(() -> QuietHours.of(TimeWindow.hours(0, 12), TimeWindow.hours(11, 1)))
                .hasMessageContaining("leave no time of the week");
        assertThat(QuietHours.of(TimeWindow.hours(0, 12), TimeWindow.of(LocalTime.of(12, 1), LocalTime.of(0, 0)))
                        .heldUntil(tokyo("2025-05-01T12:05"), TOKYO))
                .contains(tokyo("2025-05-02T12:00"));
        assertThat(QuietHours.NONE.hold(Instant.EPOCH, TOKYO)).isFalse();
    }

    @Test
    void zoneIsTheContacts() {
        Instant noonInTokyo = tokyo("2025-05-01T12:00");
        assertThat(NIGHTS.hold(noonInTokyo, ZoneId.of("America/New_York"))).isTrue();
        assertThat(NIGHTS.hold(noonInTokyo, TOKYO)).isFalse();
    }

    /** Every change of the clocks, a window that begins or ends in the changed hour, and every five minutes around it. */
    @Test
    @Tag("R6.2")
    void atEveryChangeOfTheClocks_holdFromTheFirstShowingOfTheStartToTheFirstShowingOfTheEnd() {
        Random random = new Random(63);
        for (Change change : WallClock.changes()) {
            LocalDateTime gone = change.transition().getDateTimeBefore();
            LocalTime near = gone.toLocalTime().plusMinutes(random.nextInt(-90, 90));
            LocalTime far = near.plusHours(random.nextInt(1, 20));
            TimeWindow window = random.nextBoolean() ? TimeWindow.of(near, far) : TimeWindow.of(far, near);
            Instant middle = change.transition().getInstant();
            List<Instant[]> spans = spans(window, change, middle);
            QuietHours hours = QuietHours.of(window);
            for (int minutes = -180; minutes <= 180; minutes += 15) {
                Instant instant = middle.plus(Duration.ofMinutes(minutes));
                Optional<Instant> expected = free(spans, instant);
                assertThat(hours.heldUntil(instant, change.zone()))
                        .as("%s at %s in %s", window, instant, change.zone())
                        .isEqualTo(expected);
            }
        }
    }

    /** Goes from span to span: where the clocks go over the rest of the day, the next night begins as this one ends. */
    private static Optional<Instant> free(List<Instant[]> spans, Instant instant) {
        Instant free = instant;
        for (Instant[] span : spans) {
            if (!span[0].isAfter(free) && span[1].isAfter(free)) {
                free = span[1];
            }
        }
        return free.equals(instant) ? Optional.empty() : Optional.of(free);
    }

    private static List<Instant[]> spans(TimeWindow window, Change change, Instant middle) {
        List<Instant[]> spans = new ArrayList<>();
        LocalDate day = LocalDate.ofInstant(middle, change.zone());
        for (LocalDate start = day.minusDays(2); start.isBefore(day.plusDays(2)); start = start.plusDays(1)) {
            LocalDateTime begin = start.atTime(window.start());
            LocalDateTime end = (window.crossesMidnight() ? start.plusDays(1) : start).atTime(window.end());
            spans.add(new Instant[] {showing(begin, change, middle), showing(end, change, middle)});
        }
        return spans;
    }

    private static Instant showing(LocalDateTime local, Change change, Instant middle) {
        boolean far = Math.abs(Duration.between(change.transition().getDateTimeBefore(), local)
                        .toHours())
                > 6;
        Instant from = far ? local.atZone(change.zone()).toInstant() : middle.minus(Duration.ofHours(9));
        return WallClock.firstShowing(local, change.zone(), from);
    }
}
