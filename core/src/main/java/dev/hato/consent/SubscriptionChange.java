package dev.hato.consent;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to be written over the one that was read.
 *
 * @param next what to write
 * @param expected what the caller read of the same contact and list, or null if there was none
 */
public record SubscriptionChange(
        Subscription next, @Nullable Subscription expected) {
    /** Checks that both are of the same contact and list. */
    public SubscriptionChange {
        Objects.requireNonNull(next, "next");
        if (expected != null
                && !(expected.contact().equals(next.contact())
                        && expected.list().equals(next.list()))) {
            throw new IllegalArgumentException("The subscription of contact " + next.contact() + " to '" + next.list()
                    + "' cannot replace that of contact " + expected.contact() + " to '" + expected.list() + "'.");
        }
    }
}
