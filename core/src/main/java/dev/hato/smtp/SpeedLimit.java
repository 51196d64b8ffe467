package dev.hato.smtp;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket, kept as the time at which it will be full again: in any span there begin at most as
 * many mails as fit into it at the even pace, and a burst.
 *
 * <p>A mail that is asked for ahead is reserved first and counts from when it begins: a mail that
 * waited behind a slow one must not come on top of a bucket that has filled meanwhile. Used under
 * its owner's lock.
 */
final class SpeedLimit {
    private final Duration interval;
    private final Duration tolerance;
    private Instant full = Instant.MIN;
    private int reserved;

    /**
     * Makes a full bucket.
     *
     * @param interval between two mails at the even pace
     * @param burst how many may begin at once after a rest
     */
    SpeedLimit(Duration interval, int burst) {
        this.interval = interval;
        this.tolerance = interval.multipliedBy(burst - 1L);
    }

    /** Returns for how long nothing can be reserved; zero if it can be now. */
    Duration delay(Instant now) {
        Instant latest = now.plus(tolerance).plus(interval);
        if (full.isAfter(latest)) {
            full = latest; // the clock was set back: an empty bucket, not one that is empty for hours
        }
        Instant first = later(full, now).plus(interval.multipliedBy(reserved)).minus(tolerance);
        return first.isAfter(now) ? Duration.between(now, first) : Duration.ZERO;
    }

    /** Sets the room for a mail aside; to be called when {@link #delay} is zero. */
    void reserve() {
        reserved++;
    }

    /** Gives back what was reserved for a mail that does not come. */
    void cancel() {
        reserved--;
    }

    /** Uses what was reserved: the mail begins now. */
    void begin(Instant now) {
        reserved--;
        full = later(full, now).plus(interval);
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
