package dev.hato.jdbc;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Points in time as our tables keep them: whole microseconds since 1970-01-01T00:00Z, cut towards the past. */
final class Micros {
    private static final long FARTHEST = Long.MAX_VALUE / 1_000_000L - 2;

    private Micros() {}

    /**
     * Returns the microseconds.
     *
     * @throws IllegalArgumentException if there are too many
     */
    static long of(Instant instant) {
        if (Math.abs(instant.getEpochSecond()) > FARTHEST) {
            throw new IllegalArgumentException("The point in time " + instant
                    + " is more than 292,000 years away, which no table keeps; give one that is nearer.");
        }
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /** Returns the first whole microsecond that is not before the moment, or the extreme one beyond our range. */
    static long notBefore(Instant instant) {
        if (instant.getEpochSecond() > FARTHEST) {
            return Long.MAX_VALUE;
        }
        if (instant.getEpochSecond() < -FARTHEST) {
            return Long.MIN_VALUE;
        }
        return of(instant.plusNanos(999));
    }

    static Instant instant(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), TimeUnit.MICROSECONDS.toNanos(Math.floorMod(micros, 1_000_000L)));
    }
}
