package dev.hato.consent;

import dev.hato.contact.ContactId;
import java.time.Instant;
import java.util.Objects;

/**
 * One contact's standing with one mailing list.
 *
 * @param contact whose
 * @param list the name of the list
 * @param status the standing
 * @param since when it became so
 * @param evidence the act that made it so
 */
public record Subscription(
        ContactId contact, String list, SubscriptionStatus status, Instant since, Evidence evidence) {
    /** Checks that nothing is missing. */
    public Subscription {
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(list, "list");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(evidence, "evidence");
    }
}
