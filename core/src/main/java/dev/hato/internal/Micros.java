package dev.hato.internal;

import java.time.Instant;

/** Points in time as microseconds since the epoch, the precision of everything stored. */
public final class Micros {
    private static final long LIMIT = Long.MAX_VALUE / 1_000_000L - 1;

    private Micros() {}

    /** Returns the microseconds, rounded down; moments some 290,000 years away stand at the ends of the range. */
    public static long of(Instant instant) {
        long seconds = instant.getEpochSecond();
        if (seconds > LIMIT) {
            return Long.MAX_VALUE;
        }
        if (seconds < -LIMIT) {
            return Long.MIN_VALUE;
        }
        return seconds * 1_000_000L + instant.getNano() / 1_000L;
    }

    /** Returns the instant. */
    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
