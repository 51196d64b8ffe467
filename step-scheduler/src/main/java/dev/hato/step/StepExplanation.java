package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.StepRecord;
import dev.hato.segment.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a contact got a step, or did not, or will.
 *
 * @param contact who
 * @param scenario the scenario's name
 * @param step the step's key
 * @param records what became of it so far, in all enrolments
 * @param next where the last enrolment stands
 * @param condition the step's condition as it is now, leaf by leaf, or that by which a branch parts; null if it asks
 *     nothing
 */
public record StepExplanation(
        ContactId contact,
        String scenario,
        String step,
        List<StepRecord> records,
        String next,
        @Nullable Explanation condition) {
    /** Copies the list. */
    public StepExplanation {
        records = List.copyOf(records);
    }

    /** Returns the explanation as text. */
    @Override
    public String toString() {
        return scenario + "/" + step + " for " + contact + ": "
                + (records.isEmpty()
                        ? "nothing yet"
                        : records.stream()
                                .map(record ->
                                        record.outcome() + (record.reason().isEmpty() ? "" : " " + record.reason())
                                                + " at " + record.at())
                                .toList())
                + "; now " + next
                + (condition == null ? "" : "\n" + condition);
    }
}
