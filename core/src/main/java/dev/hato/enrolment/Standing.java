package dev.hato.enrolment;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an enrolment stands.
 *
 * @param status whether it waits, and for what
 * @param step the key of the step it stands at; null once it has ended
 * @param occurrence which time, where the step comes again; empty for the only time
 * @param due when something is to be done for it; null where nothing is due by time alone
 * @param late whether the step was past due when it was planned, and is made up for
 * @param detail why, in words: what is missing, or what ended it; without personal data
 */
public record Standing(
        EnrolmentStatus status,
        @Nullable String step,
        String occurrence,
        @Nullable Instant due,
        boolean late,
        String detail) {
    /** Checks that the parts go together. */
    public Standing {
        Objects.requireNonNull(occurrence, "occurrence");
        Objects.requireNonNull(detail, "detail");
        if (status.isOpen() != (step != null)) {
            throw new IllegalArgumentException(
                    "An enrolment has a step exactly while it is open; it is " + status + " with step " + step + ".");
        }
        boolean timed = status == EnrolmentStatus.WAITING
                || status == EnrolmentStatus.AWAITING_EVENT
                || status == EnrolmentStatus.ACTING;
        if (timed != (due != null)) {
            throw new IllegalArgumentException(
                    "An enrolment is due exactly while time can move it; it is " + status + ", due " + due + ".");
        }
    }

    /** Returns the standing of an enrolment that waits for a step. */
    public static Standing waiting(String step, String occurrence, Instant due, boolean late) {
        return new Standing(EnrolmentStatus.WAITING, step, occurrence, due, late, "");
    }

    /** Returns the standing of an enrolment that has ended. */
    public static Standing ended(EnrolmentStatus status, String detail) {
        return new Standing(status, null, "", null, false, detail);
    }

    /** Returns this standing in another state, at the same step. */
    public Standing to(EnrolmentStatus newStatus, @Nullable Instant newDue, String newDetail) {
        return new Standing(newStatus, step, occurrence, newDue, late, newDetail);
    }
}
