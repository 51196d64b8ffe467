package dev.hato.step;

import java.util.List;
import java.util.Objects;

/**
 * Where an enrolment has come to.
 *
 * @param position where it stands now
 * @param skips the steps that were left out on the way, in their order
 */
public record Advance(Position position, List<Skip> skips) {
    /**
     * A step that was left out, or has no time while others beside it have.
     *
     * @param step the step's key
     * @param occurrence which time, where a step comes again
     * @param reason why
     */
    public record Skip(String step, String occurrence, Unscheduled reason) {}

    /** Copies the list. */
    public Advance {
        Objects.requireNonNull(position, "position");
        skips = List.copyOf(skips);
    }
}
