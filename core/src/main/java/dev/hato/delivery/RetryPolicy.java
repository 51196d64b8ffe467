package dev.hato.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * When a mail that was refused for now is tried again: after {@code first}, then after twice as long
 * each time up to {@code longest}, until {@code patience} has passed since it was due (RFC 5321,
 * 4.5.4.1: at least 30 minutes between tries, four to five days in all).
 *
 * @param first the time to the second attempt
 * @param longest the longest time between two attempts
 * @param patience after which the mail counts as bounced
 */
public record RetryPolicy(Duration first, Duration longest, Duration patience) {
    /** 30 minutes, doubling up to 4 hours, for 4 days. */
    public static final RetryPolicy STANDARD =
            new RetryPolicy(Duration.ofMinutes(30), Duration.ofHours(4), Duration.ofDays(4));

    /** Checks that the times make sense together. */
    public RetryPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || patience.isNegative()) {
            throw new IllegalArgumentException("A retry policy needs 0 < first <= longest and a patience that is not "
                    + "negative; got " + first + ", " + longest + ", " + patience + ".");
        }
    }

    /** Returns how long to wait after this many attempts, at least one. */
    Duration delayAfter(int attempts) {
        Duration delay = first;
        for (int i = 1; i < attempts && delay.compareTo(longest) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longest) < 0 ? delay : longest;
    }

    /** Returns whether a mail that was due at {@code due} is not tried again at {@code next}. */
    boolean givesUp(Instant due, Instant next) {
        return next.isAfter(due.plus(patience));
    }
}
