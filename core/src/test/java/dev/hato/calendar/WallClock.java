package dev.hato.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Somebody who looks at the clock on the wall once a minute: an oracle without any rule for gaps and overlaps. */
final class WallClock {
    private WallClock() {}

    /** A zone whose clocks change, and when. */
    record Change(ZoneId zone, ZoneOffsetTransition transition) {}

    /** Returns all changes of all zones in the years 2024 to 2033. */
    static List<Change> changes() {
        Instant end = LocalDate.of(2034, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
        List<Change> changes = new ArrayList<>();
        for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
            ZoneId zone = ZoneId.of(id);
            Instant at = LocalDate.of(2024, 1, 1).atStartOfDay().toInstant(ZoneOffset.UTC);
            ZoneOffsetTransition next = zone.getRules().nextTransition(at);
            while (next != null && next.getInstant().isBefore(end)) {
                changes.add(new Change(zone, next));
                next = zone.getRules().nextTransition(next.getInstant());
            }
        }
        return changes;
    }

    /** Returns the first minute, from this instant on, at which the wall shows the time or a later one. */
    static Instant firstShowing(LocalDateTime local, ZoneId zone, Instant from) {
        Instant minute = from;
        while (LocalDateTime.ofInstant(minute, zone).isBefore(local)) {
            minute = minute.plusSeconds(60);
        }
        return minute;
    }
}
