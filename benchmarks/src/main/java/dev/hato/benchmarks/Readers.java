package dev.hato.benchmarks;

import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Contacts with a name each, subscribed to lists. */
final class Readers {
    static final TextAttribute NAME = Attribute.text("name");

    private static final Instant LONG_AGO = Instant.parse("2026-04-01T00:00:00Z");
    private static final int PAGE = 1_000;

    private Readers() {}

    /** Saves those from one number up to another, which is not included, and subscribes them to the list. */
    static void subscribe(Stores stores, MailingList list, int first, int end) {
        for (int from = first; from < end; from += PAGE) {
            subscribePage(stores, list, from, Math.min(end, from + PAGE));
        }
    }

    private static void subscribePage(Stores stores, MailingList list, int from, int to) {
        List<Contact> contacts = new ArrayList<>();
        List<SubscriptionChange> changes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Contact contact = contact(i);
            contacts.add(contact);
            Subscription active = new Subscription(
                    contact.id(),
                    list.name(),
                    SubscriptionStatus.ACTIVE,
                    LONG_AGO,
                    Evidence.byRecipient("form", "shop.example"));
            changes.add(new SubscriptionChange(active, null));
        }
        ((EditableContactStore) stores.contacts()).saveAll(contacts);
        if (!stores.consents().saveAll(changes).isEmpty()) {
            throw new IllegalStateException("Not all became subscribers.");
        }
    }

    /** Returns the contact of this number, from 0. */
    static Contact contact(int number) {
        return Contact.of(ContactId.of("c" + number), EmailAddress.of("reader" + number + "@example.jp"))
                .with(NAME, "読者" + number);
    }
}
