package dev.hato.step;

import dev.hato.segment.Condition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One step of a scenario.
 *
 * @param key stable for as long as the scenario lives: what was sent is known by it
 * @param timing when it is due
 * @param action what it does
 * @param condition what must be true of the contact when it is due, or null
 */
public record Step(
        String key, Timing timing, Action action, @Nullable Condition condition) {
    /** The longest key, in UTF-16 units. */
    public static final int MAX_KEY_LENGTH = 100;

    /** Checks the key. */
    public Step {
        Names.require("Step key", key, MAX_KEY_LENGTH);
        Objects.requireNonNull(timing, "timing");
        Objects.requireNonNull(action, "action");
    }

    /** Returns the step. */
    public static Step of(String key, StepTiming timing, StepContent content) {
        return new Step(key, timing.timing(), content.action(), content.condition());
    }

    /** Returns whether it leads the way only, and so cannot come too late: a branch, a wait, a jump or an end. */
    public boolean isControl() {
        return action instanceof Action.Branch
                || action instanceof Action.WaitFor
                || action instanceof Action.GoTo
                || action instanceof Action.End;
    }

    /** Returns what is asked of the contact when it is due: its condition, else that by which a branch parts; or null. */
    @Nullable Condition question() {
        return condition == null && action instanceof Action.Branch branch ? branch.test() : condition;
    }

    /** Returns such as {@code day-3: 3 days after enrolment at 10:00, mail "cases"}. */
    @Override
    public String toString() {
        return key + ": " + timing + " → " + action + (condition == null ? "" : ", only if " + condition);
    }
}
