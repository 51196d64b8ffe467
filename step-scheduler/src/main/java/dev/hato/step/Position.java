package dev.hato.step;

import java.time.Instant;
import java.util.Objects;

/** Where an enrolment stands. */
public sealed interface Position {
    /**
     * It waits for a step.
     *
     * @param step the step's key
     * @param due when the step begins
     * @param occurrence which time, where a step comes again; empty for the only time
     * @param late whether the step was past due when it was planned, and is made up for
     */
    record Waiting(String step, Instant due, String occurrence, boolean late) implements Position {
        /** Checks that nothing is missing. */
        public Waiting {
            Objects.requireNonNull(step, "step");
            Objects.requireNonNull(due, "due");
            Objects.requireNonNull(occurrence, "occurrence");
        }
    }

    /**
     * It stands at a step that has no time until the contact's attributes change.
     *
     * @param step the step's key
     * @param reason why
     * @param message what is wrong and what to do, without personal data
     */
    record Stuck(String step, Unscheduled reason, String message) implements Position {}

    /** No step is left. */
    record Completed() implements Position {}
}
