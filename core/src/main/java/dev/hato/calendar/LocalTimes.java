package dev.hato.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/** Local times as points in time: one answer for those that a zone skips or repeats. */
public final class LocalTimes {
    private LocalTimes() {}

    /**
     * Returns the point in time at which the zone's clocks show this; where they skip it, the first instant after the
     * gap, and where they show it twice, the earlier one.
     */
    public static Instant resolve(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        if (transition == null) {
            return local.toInstant(zone.getRules().getOffset(local));
        }
        return transition.isGap() ? transition.getInstant() : local.toInstant(transition.getOffsetBefore());
    }
}
