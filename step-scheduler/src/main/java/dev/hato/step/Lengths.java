package dev.hato.step;

import java.time.Duration;

/** Checked lengths of time, so that none leads beyond the calendar when it is counted from a moment. */
final class Lengths {
    private static final Duration LONGEST = Duration.ofDays(3_652_500);

    private Lengths() {}

    /**
     * Returns the length.
     *
     * @param what what it is, to begin the message with
     * @throws IllegalArgumentException if it is not positive, or longer than 10,000 years
     */
    static Duration require(String what, Duration length) {
        if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException(what + " is " + length + "; give a time, or leave it out.");
        }
        if (length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " is " + length + "; give 10,000 years at most, or leave it out.");
        }
        return length;
    }
}
