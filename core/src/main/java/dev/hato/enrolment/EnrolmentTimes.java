package dev.hato.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the time of an enrolment's steps is counted from.
 *
 * @param enrolled when the contact was enrolled
 * @param previous when the step before was done, moved on by the pauses since; {@code enrolled} before the first
 * @param caughtUp when the last step began that was past due, or null
 * @param paused for how long the enrolment has been paused, in all
 * @param pausedAt when the pause began that it is in, or null
 * @param pauseSeen when the scenario's last pause began that is counted in {@code paused}, or null
 */
public record EnrolmentTimes(
        Instant enrolled,
        Instant previous,
        @Nullable Instant caughtUp,
        Duration paused,
        @Nullable Instant pausedAt,
        @Nullable Instant pauseSeen) {
    /** Checks that nothing is missing. */
    public EnrolmentTimes {
        Objects.requireNonNull(enrolled, "enrolled");
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(paused, "paused");
    }

    /** Returns the times of a new enrolment. */
    public static EnrolmentTimes of(Instant enrolled) {
        return new EnrolmentTimes(enrolled, enrolled, null, Duration.ZERO, null, null);
    }

    /** Returns these times after a step that was done then. */
    public EnrolmentTimes afterStep(Instant done, boolean late) {
        return new EnrolmentTimes(enrolled, done, late ? done : caughtUp, paused, pausedAt, pauseSeen);
    }

    /** Returns these times with the beginning of a pause. */
    public EnrolmentTimes pausing(Instant at) {
        return new EnrolmentTimes(enrolled, previous, caughtUp, paused, at, pauseSeen);
    }

    /** Returns these times after a pause of this length. */
    public EnrolmentTimes afterPause(Duration span, @Nullable Instant scenarioPause) {
        return new EnrolmentTimes(
                enrolled,
                previous.plus(span),
                caughtUp,
                paused.plus(span),
                null,
                scenarioPause == null ? pauseSeen : scenarioPause);
    }
}
