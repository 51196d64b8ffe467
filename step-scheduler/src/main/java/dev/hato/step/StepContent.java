package dev.hato.step;

import dev.hato.segment.Condition;
import org.jspecify.annotations.Nullable;

/** What a step does: an {@link Action}, or one under a condition. */
public sealed interface StepContent permits Action, ConditionalAction {
    /** Returns the action. */
    Action action();

    /** Returns what must be true of the contact when the step is due, or null if it is done for everybody. */
    @Nullable Condition condition();
}
