package dev.hato.memory;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import org.jspecify.annotations.Nullable;

/**
 * One enrolment with its place among those that wait for the same moment. The enrolment changes, the row stays. Guarded by
 * {@link MemoryState}.
 */
final class StepRow {
    final EnrolmentKey key;
    Enrolment enrolment;

    /** Where it waits, if it does. */
    DueSteps.@Nullable Moment moment;

    @Nullable StepRow previous;

    @Nullable StepRow next;

    StepRow(Enrolment enrolment) {
        this.key = enrolment.key();
        this.enrolment = enrolment;
    }
}
