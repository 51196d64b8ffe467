package dev.hato.enrolment;

import java.time.Instant;
import java.util.Objects;

/**
 * What became of one step of an enrolment.
 *
 * @param step the step's key
 * @param occurrence which time, where a step comes again; empty for the only time
 * @param outcome what became of it
 * @param at when
 * @param reason why it was skipped, as a word such as {@code CONDITION}, or the words of a note; without personal data
 */
public record StepRecord(String step, String occurrence, Outcome outcome, Instant at, String reason) {
    /** What became of a step. */
    public enum Outcome {
        /** Its mail was planned; the outbox tells what became of that. */
        MAILED,
        /** It was done. */
        DONE,
        /** It was left out. */
        SKIPPED,
        /** It led the way: a branch, a wait, a jump, or a note such as that of a pause. */
        PASSED
    }

    /** Checks that nothing is missing. */
    public StepRecord {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(occurrence, "occurrence");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(reason, "reason");
    }
}
