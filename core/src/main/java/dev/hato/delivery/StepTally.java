package dev.hato.delivery;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many mails of one step are in which state.
 *
 * @param tally the counts
 * @param lastSent when a server last took one of them, or null if none was taken yet
 */
public record StepTally(Tally tally, @Nullable Instant lastSent) {
    /** Checks that the counts are there. */
    public StepTally {
        Objects.requireNonNull(tally, "tally");
    }
}
