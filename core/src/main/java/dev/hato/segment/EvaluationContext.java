package dev.hato.segment;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * What an evaluation needs besides the contact: the same context always gives the same answer.
 *
 * @param now the moment that relative moments count from, kept to the microsecond
 * @param zone the zone of local dates and calendar days
 * @param catalog where segments that a condition names are found
 */
public record EvaluationContext(Instant now, ZoneId zone, SegmentCatalog catalog) {
    /** Checks that nothing is missing and cuts the moment to the microsecond. */
    public EvaluationContext {
        now = now.truncatedTo(ChronoUnit.MICROS);
        Objects.requireNonNull(zone, "zone");
        Objects.requireNonNull(catalog, "catalog");
    }

    /** Returns a context without other segments. */
    public static EvaluationContext at(Instant now, ZoneId zone) {
        return new EvaluationContext(now, zone, SegmentCatalog.NONE);
    }
}
