package dev.hato.step;

import dev.hato.segment.Condition;
import java.util.Objects;

/**
 * An action for those only of whom the condition is true when the step is due; the others go on to the next step.
 *
 * @param action what is done
 * @param condition for whom
 */
public record ConditionalAction(Action action, Condition condition) implements StepContent {
    /** Checks that nothing is missing. */
    public ConditionalAction {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(condition, "condition");
    }

    /** Returns the words. */
    @Override
    public String toString() {
        return action + ", only if " + condition;
    }
}
