package dev.hato.delivery;

import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import org.jspecify.annotations.Nullable;

/**
 * Why one mail is made.
 *
 * @param kind its kind
 * @param key its identity in the outbox
 * @param unique holds a random id, so that no other sender makes the same Message-ID of it
 * @param name what people call the mail
 * @param list the list it goes to, or null
 */
record Occasion(
        MailKind kind,
        SendKey key,
        String unique,
        String name,
        @Nullable MailingList list) {
    static Occasion of(Claim claim, Delivery delivery) {
        MailingList list =
                delivery.plan().audience() instanceof Audience.Subscribers subscribers ? subscribers.list() : null;
        return new Occasion(claim.mail().kind(), claim.key(), claim.key().value(), delivery.name(), list);
    }

    /** Returns an id that stays the same over all tries of the mail and says nothing about its recipient. */
    String opaqueId() {
        return Fingerprint.of(unique);
    }

    /** Returns who would leave what by a link in this mail. */
    Unsubscribe.Target target(Contact contact) {
        return new Unsubscribe.Target(contact, list, key, false);
    }
}
