package dev.hato.memory;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;

/**
 * One enrolment with its place among those that wait for the same moment. The enrolment changes, the row stays. Guarded by
 * {@link MemoryState}.
 */
final class StepRow extends DueRows.Linked<StepRow> implements KeyedRows.Keyed<EnrolmentKey, StepRow> {
    final EnrolmentKey key;
    Enrolment enrolment;

    StepRow(Enrolment enrolment) {
        this.key = enrolment.key();
        this.enrolment = enrolment;
    }

    @Override
    public EnrolmentKey key() {
        return key;
    }

    @Override
    public boolean isAt(EnrolmentKey other) {
        return key.equals(other);
    }

    /** Those that wait for one moment stand in the order they came. */
    @Override
    boolean isBehind(StepRow other) {
        return true;
    }

    @Override
    public int compareKeys(StepRow other) {
        return key.compareTo(other.key);
    }
}
