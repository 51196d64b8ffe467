package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every event store must do from which events can be taken back. */
public interface EditableEventStoreContract {
    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    /** Returns an event of a contact. */
    private static ContactEvent event(String id, String contact) {
        TextAttribute verdict = Attribute.text("verdict");
        return ContactEvent.of(ContactId.of(contact), "mail.clicked", NOW)
                .withId(id)
                .with(verdict, "HUMAN");
    }

    private static EditableEventStore editable(Stores stores) {
        assertThat(stores.events()).isInstanceOf(EditableEventStore.class);
        return (EditableEventStore) stores.events();
    }

    @Test
    @DisplayName("removed events are gone, and their ids are free")
    default void removeAll_takesEventsBackAndFreesTheirIds() {
        EditableEventStore store = editable(emptyStores());
        store.addAll(List.of(event("a", "1"), event("b", "1"), event("c", "2")));

        assertThat(store.removeAll(List.of(event("a", "1"), event("c", "2"), event("nothing", "1"))))
                .isEqualTo(2);
        assertThat(store.find(ContactId.of("1"), "mail.clicked", Instant.EPOCH, NOW.plusSeconds(1)))
                .containsExactly(event("b", "1"));
        assertThat(store.count("mail.clicked")).isEqualTo(1);
        assertThat(store.removeAll(List.of(event("a", "1")))).isZero();
        assertThat(store.add(event("a", "1"))).isTrue();
        assertThat(store.removeAll(List.of())).isZero();
    }

    @Test
    @DisplayName("an event is removed for its own contact and type only")
    default void removeAll_looksAtContactAndType() {
        EditableEventStore store = editable(emptyStores());
        store.add(event("a", "1"));
        ContactEvent other =
                ContactEvent.of(ContactId.of("1"), "mail.opened", NOW).withId("a");

        assertThat(store.removeAll(List.of(event("a", "2"), other))).isZero();
        assertThat(store.count("mail.clicked")).isEqualTo(1);
    }

    @Test
    @DisplayName("what a transaction removed is back if it fails")
    default void removeAll_takesPartInTransactions() {
        Stores stores = emptyStores();
        stores.events().add(event("a", "1"));

        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    editable(tx).removeAll(List.of(event("a", "1")));
                    tx.events().add(event("a", "2"));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        assertThat(stores.events().find(ContactId.of("1"), "mail.clicked", Instant.EPOCH, NOW.plusSeconds(1)))
                .containsExactly(event("a", "1"));
        assertThat(stores.events().latest(ContactId.of("2"), 10)).isEmpty();
    }
}
