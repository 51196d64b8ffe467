package dev.hato.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When no mail may leave (配信禁止時間帯): windows of the day on the recipient's clocks.
 *
 * <pre>{@code
 * QuietHours nights = QuietHours.of(TimeWindow.hours(21, 9));
 * nights.heldUntil(instant, zone)   // when the mail may leave; empty if it may now
 * }</pre>
 *
 * @param windows any number, which may overlap
 */
public record QuietHours(List<TimeWindow> windows) {
    /** No quiet hours: mail may leave at any time. */
    public static final QuietHours NONE = new QuietHours(List.of());

    private static final long DAY_NANOS = 86_400_000_000_000L;
    private static final long WEEK_NANOS = 7 * DAY_NANOS;

    /** Checks that the windows leave some time of the week free. */
    public QuietHours {
        windows = List.copyOf(windows);
        if (coverWeek(windows)) {
            throw new IllegalArgumentException(
                    "Quiet hours " + windows + " leave no time of the week at which mail may leave; shorten them.");
        }
    }

    /** Returns the quiet hours of these windows. */
    public static QuietHours of(TimeWindow... windows) {
        return new QuietHours(Arrays.asList(windows));
    }

    /** Returns whether mail is held at this instant. */
    public boolean hold(Instant instant, ZoneId zone) {
        return heldUntil(instant, zone).isPresent();
    }

    /** Returns the first instant, after this one, at which mail may leave; empty if it may at this one. */
    public Optional<Instant> heldUntil(Instant instant, ZoneId zone) {
        Instant free = instant;
        boolean moved = true;
        while (moved) {
            Instant later = endOfWindowAt(free, zone);
            moved = later.isAfter(free);
            free = later;
        }
        return free.equals(instant) ? Optional.empty() : Optional.of(free);
    }

    /** Returns the latest end of a window that holds at the instant, or the instant itself. */
    private Instant endOfWindowAt(Instant instant, ZoneId zone) {
        Instant end = instant;
        LocalDate today = LocalDate.ofInstant(instant, zone);
        for (TimeWindow window : windows) {
            // A day on either side: a window may have begun yesterday, and clocks that are set back over midnight
            // show yesterday's date again after today's has begun.
            for (LocalDate day = today.minusDays(2); !day.isAfter(today.plusDays(1)); day = day.plusDays(1)) {
                if (window.days().contains(day.getDayOfWeek())
                        && !window.begin(day, zone).isAfter(instant)
                        && window.finish(day, zone).isAfter(end)) {
                    end = window.finish(day, zone);
                }
            }
        }
        return end;
    }

    private static boolean coverWeek(List<TimeWindow> windows) {
        List<long[]> spans = new ArrayList<>();
        for (TimeWindow window : windows) {
            window.days().forEach(day -> {
                long midnight = (day.getValue() - 1) * DAY_NANOS;
                long start = midnight + window.start().toNanoOfDay();
                long end = midnight + window.end().toNanoOfDay() + (window.crossesMidnight() ? DAY_NANOS : 0);
                spans.add(new long[] {start, end});
                spans.add(new long[] {start - WEEK_NANOS, end - WEEK_NANOS});
            });
        }
        spans.sort(Comparator.comparingLong(span -> span[0]));
        long covered = 0;
        for (long[] span : spans) {
            if (span[0] > covered) {
                break;
            }
            covered = Math.max(covered, span[1]);
        }
        return covered >= WEEK_NANOS;
    }

    /** Returns the windows. */
    @Override
    public String toString() {
        return windows.isEmpty()
                ? "none"
                : String.join(", ", windows.stream().map(TimeWindow::toString).toList());
    }
}
