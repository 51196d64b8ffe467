package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link Stores} must do: the transaction that spans all its stores.
 *
 * <p>Extend it, together with the contracts of the single stores, in a test class of yours:
 *
 * <pre>{@code
 * class MyStoresTest implements StoresContract, ContactStoreContract, ConsentStoreContract,
 *         EventStoreContract, OutboxContract, DeliveryStoreContract, SegmentSelectorContract {
 *     public Stores emptyStores() { … }
 * }
 * }</pre>
 */
public interface StoresContract {
    /** A moment to count from in contract tests. */
    Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    /** Returns stores without content, new for each call; the test class closes them if need be. */
    Stores emptyStores();

    /** Returns the contact store for writing, or skips the test where it is read-only. */
    static EditableContactStore editable(Stores stores) {
        Assumptions.assumeTrue(stores.contacts() instanceof EditableContactStore, "the contact store is read-only");
        return (EditableContactStore) stores.contacts();
    }

    @Test
    @DisplayName("a transaction that throws leaves nothing behind in any store")
    default void transaction_thatThrows_leavesNothing() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("a@example.jp"));
        SendKey key = SendKey.ofCaller("order-1");
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    editable(tx).save(contact);
                    tx.consents().save(subscription(contact.id()), null);
                    tx.events()
                            .add(ContactEvent.of(contact.id(), "purchase", NOW).withId("e1"));
                    tx.outbox().add(List.of(OutboxEntry.planned(mail(key, contact.id()))));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(stores.contacts().count()).isZero();
        assertThat(stores.contacts().findByAddress(contact.address())).isEmpty();
        assertThat(stores.consents().subscriptionsOf(contact.id())).isEmpty();
        assertThat(stores.events().count("purchase")).isZero();
        assertThat(stores.outbox().tally(SendKey.TRANSACTIONAL).total()).isZero();
        assertThat(stores.events()
                        .add(ContactEvent.of(contact.id(), "purchase", NOW).withId("e1")))
                .as("the id is free again")
                .isTrue();
    }

    @Test
    @DisplayName("a transaction that throws restores what was there before")
    default void transaction_thatThrows_restoresEarlierState() {
        Stores stores = emptyStores();
        Contact before = Contact.of(ContactId.of("1"), EmailAddress.of("old@example.jp"));
        editable(stores).save(before);
        Subscription active = subscription(before.id());
        stores.consents().save(active, null);
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    editable(tx).save(before.withAddress(EmailAddress.of("new@example.jp")));
                    tx.consents().save(stopped(before.id()), active);
                    editable(tx).remove(before.id());
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(stores.contacts().find(before.id())).contains(before);
        assertThat(stores.contacts().findByAddress(EmailAddress.of("new@example.jp")))
                .isEmpty();
        assertThat(stores.consents().subscriptionsOf(before.id())).containsExactly(active);
        assertThat(stores.consents().history(before.id())).containsExactly(active);
    }

    @Test
    @DisplayName("a transaction that returns keeps everything and gives the result")
    default void transaction_thatReturns_keepsAll() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("a@example.jp"));
        SendKey key = SendKey.ofCaller("order-1");
        String result = stores.inTransaction(tx -> {
            editable(tx).save(contact);
            tx.outbox().add(List.of(OutboxEntry.planned(mail(key, contact.id()))));
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(stores.contacts().find(contact.id())).contains(contact);
        assertThat(stores.outbox().tally(SendKey.TRANSACTIONAL).count(MailState.PLANNED))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a transaction inside another is part of it")
    default void transaction_nested_joinsTheOuter() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("a@example.jp"));
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    boolean inserted = tx.inTransaction(inner -> editable(inner).save(contact));
                    assertThat(inserted).isTrue();
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(stores.contacts().find(contact.id())).isEmpty();
    }

    /** Returns an active subscription to the list {@code news}. */
    static Subscription subscription(ContactId contact) {
        return new Subscription(
                contact, "news", SubscriptionStatus.ACTIVE, NOW, Evidence.byRecipient("web form", "signup"));
    }

    /** Returns a stopped subscription to the list {@code news}. */
    static Subscription stopped(ContactId contact) {
        return new Subscription(
                contact,
                "news",
                SubscriptionStatus.STOPPED,
                NOW.plusSeconds(60),
                Evidence.byRecipient("unsubscribe link", "mail"));
    }

    /** Returns a transactional mail that is due at {@link #NOW}. */
    static PlannedMail mail(SendKey key, ContactId contact) {
        return new PlannedMail(key, MailKind.TRANSACTIONAL, contact, NOW, "f", null);
    }

    /** Returns the ids with these texts. */
    static Set<ContactId> ids(String... values) {
        return Set.of(values).stream().map(ContactId::of).collect(java.util.stream.Collectors.toSet());
    }
}
