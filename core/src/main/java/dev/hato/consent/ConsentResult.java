package dev.hato.consent;

import org.jspecify.annotations.Nullable;

/** What became of a wish to change a subscription. */
public sealed interface ConsentResult {
    /**
     * The subscription was changed.
     *
     * @param before the subscription as it was, or null if there was none
     * @param after the subscription as it is
     */
    record Changed(@Nullable Subscription before, Subscription after) implements ConsentResult {}

    /**
     * The subscription had the wished status already; its older evidence stands.
     *
     * @param current the subscription as it is
     */
    record Unchanged(Subscription current) implements ConsentResult {}

    /**
     * The change is not allowed, and nothing was changed.
     *
     * @param current the subscription as it is
     * @param reason why, and who could make the change
     */
    record Refused(Subscription current, String reason) implements ConsentResult {}
}
