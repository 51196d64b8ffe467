package dev.hato.step;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a contact that is enrolled and meets a trigger again.
 *
 * @param mode what is done
 * @param minimumInterval how long after the last enrolment at the earliest, or null for any time
 */
public record ReEnrolment(Mode mode, @Nullable Duration minimumInterval) {
    /** What is done with the second enrolment. */
    public enum Mode {
        /** Nothing: a contact is enrolled once. */
        IGNORE,
        /** The enrolment goes on where it has stopped; one that is under way is left alone. */
        CONTINUE,
        /** The enrolment begins again with the first step, as another occurrence. */
        RESTART
    }

    /** Once and never again. */
    public static final ReEnrolment IGNORE = new ReEnrolment(Mode.IGNORE, null);

    /** Goes on where it has stopped. */
    public static final ReEnrolment CONTINUE = new ReEnrolment(Mode.CONTINUE, null);

    /** Begins again. */
    public static final ReEnrolment RESTART = new ReEnrolment(Mode.RESTART, null);

    /** Checks the interval. */
    public ReEnrolment {
        Objects.requireNonNull(mode, "mode");
        if (minimumInterval != null) {
            Lengths.require("Minimum interval", minimumInterval);
        }
        if (minimumInterval != null && mode == Mode.IGNORE) {
            throw new IllegalArgumentException(
                    "A minimum interval of " + minimumInterval + " with IGNORE does nothing; use RESTART or CONTINUE.");
        }
    }

    /** Returns this rule for contacts only whose last enrolment was at least this long ago. */
    public ReEnrolment notWithin(Duration interval) {
        return new ReEnrolment(mode, interval);
    }

    /** Returns what is done with a contact that was last enrolled then and meets a trigger now. */
    public Mode decide(Instant lastEnrolled, Instant now) {
        return minimumInterval != null && lastEnrolled.plus(minimumInterval).isAfter(now) ? Mode.IGNORE : mode;
    }

    /** Returns the words. */
    @Override
    public String toString() {
        return switch (mode) {
                    case IGNORE -> "ignored";
                    case CONTINUE -> "continued";
                    case RESTART -> "restarted";
                }
                + (minimumInterval == null ? "" : ", not within " + minimumInterval);
    }
}
