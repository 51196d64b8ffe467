package dev.hato.step;

import dev.hato.step.Advance.Skip;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What an edit of its scenario does to an enrolment.
 *
 * @param kind in a word
 * @param position where it stands afterwards, if {@code kind} is not {@link Kind#UNCHANGED}
 * @param skips the steps that it passes over because they are past due under the new version, in their order
 * @param revived the steps that were skipped before and are to come again: what is known of them is to be forgotten
 */
public record EditEffect(Kind kind, Position position, List<Skip> skips, Set<String> revived) {
    /** What happens, in a word. */
    public enum Kind {
        /** Nothing. */
        UNCHANGED,
        /** It waits for another step, or for another moment. */
        MOVED,
        /** The step that it waited for was moved into the past and is skipped; it goes on with the next. */
        SKIPPED,
        /** No step is left: it completes. */
        COMPLETED,
        /** A step was added to an enrolment that had completed, or one that was skipped comes again. */
        RESUMED,
        /** The step at which it stands now has no time. */
        UNSCHEDULED
    }

    /** Copies the collections. */
    public EditEffect {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(position, "position");
        skips = List.copyOf(skips);
        revived = Set.copyOf(revived);
    }
}
