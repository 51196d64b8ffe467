package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.editable;
import static dev.hato.testkit.StoresContract.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every contact store must do that this library may write to. */
public interface ContactStoreContract {
    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    /** Returns whether the store keeps attributes of this type; one over a host's table may have no column for some. */
    default boolean keeps(AttributeType type) {
        return true;
    }

    @Test
    @DisplayName("a saved contact comes back with all its typed attributes")
    default void save_thenFind_returnsAllAttributes() {
        EditableContactStore store = editable(emptyStores());
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("Hanako@example.jp"))
                .with(Attribute.text("name"), "髙橋 花子 🕊")
                .with(Attribute.number("points"), new BigDecimal("12.345"))
                .with(Attribute.bool("member"), true)
                .with(Attribute.date("birthday"), LocalDate.of(2000, 2, 29))
                .with(Attribute.instant("seen"), Instant.parse("2026-01-02T03:04:05.123456Z"))
                .with(Attribute.textSet("tags"), Set.of("vip", "関東"));
        for (Attribute<?> attribute : contact.attributes().toMap().keySet()) {
            contact = keeps(attribute.type()) ? contact : contact.without(attribute);
        }
        assertThat(store.save(contact)).as("inserted").isTrue();
        assertThat(store.find(contact.id())).contains(contact);
        assertThat(store.findByAddress(EmailAddress.of("hanako@EXAMPLE.jp"))
                        .orElseThrow()
                        .address()
                        .value())
                .as("the case of the local part is kept")
                .isEqualTo("Hanako@example.jp");
        assertThat(store.find(ContactId.of("2"))).isEmpty();
    }

    @Test
    @DisplayName("saving the same id again replaces the contact and moves its address")
    default void save_sameId_replaces() {
        EditableContactStore store = editable(emptyStores());
        Contact first = Contact.of(ContactId.of("1"), EmailAddress.of("a@example.jp"))
                .with(Attribute.text("name"), "before")
                .with(Attribute.text("city"), "Osaka");
        Contact second =
                Contact.of(ContactId.of("1"), EmailAddress.of("b@example.jp")).with(Attribute.text("name"), "after");
        store.save(first);
        assertThat(store.save(second)).as("replaced").isFalse();
        assertThat(store.find(first.id())).contains(second);
        assertThat(store.findByAddress(first.address())).isEmpty();
        assertThat(store.findByAddress(second.address())).contains(second);
        assertThat(store.count()).isEqualTo(1);
    }

    @Test
    @Tag("R1.1")
    @DisplayName("a second contact with the same address is refused, naming the existing one, and nothing changes")
    default void save_addressOfAnother_isRefused() {
        EditableContactStore store = editable(emptyStores());
        Contact first = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        Contact other = Contact.of(ContactId.of("2"), EmailAddress.of("taro@example.jp"));
        store.save(first);
        store.save(other);
        Contact clash = other.withAddress(EmailAddress.of("HANAKO@example.jp"));
        assertThatThrownBy(() -> store.save(clash))
                .isInstanceOfSatisfying(
                        DuplicateAddressException.class,
                        e -> assertThat(e.existing()).isEqualTo(first.id()))
                .hasMessageContaining("1");
        assertThat(store.find(other.id())).contains(other);
        assertThat(store.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("a removed contact is gone, its address is free, and removing again is harmless")
    default void remove_freesTheAddress() {
        EditableContactStore store = editable(emptyStores());
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("a@example.jp"));
        store.save(contact);
        assertThat(store.remove(contact.id())).isTrue();
        assertThat(store.remove(contact.id())).isFalse();
        assertThat(store.find(contact.id())).isEmpty();
        assertThat(store.count()).isZero();
        assertThat(store.save(Contact.of(ContactId.of("2"), contact.address()))).isTrue();
    }

    @Test
    @DisplayName("pages hold every contact exactly once, also when one is removed between two pages")
    default void page_coversAllOnce() {
        EditableContactStore store = editable(emptyStores());
        for (int i = 0; i < 25; i++) {
            store.save(Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp")));
        }
        List<Contact> first = store.page(null, 10);
        ContactId last = first.get(9).id();
        store.remove(last);
        Set<ContactId> seen = new HashSet<>();
        first.forEach(contact -> seen.add(contact.id()));
        List<Contact> page = store.page(last, 10);
        while (!page.isEmpty()) {
            page.forEach(contact -> assertThat(seen.add(contact.id()))
                    .as("seen once: " + contact.id())
                    .isTrue());
            page = store.page(page.get(page.size() - 1).id(), 10);
        }
        assertThat(seen).hasSize(25);
    }

    @Test
    @DisplayName("findAll gives the contacts that are there and leaves out the others")
    default void findAll_leavesOutTheUnknown() {
        EditableContactStore store = editable(emptyStores());
        store.save(Contact.of(ContactId.of("1"), EmailAddress.of("a@example.jp")));
        store.save(Contact.of(ContactId.of("2"), EmailAddress.of("b@example.jp")));
        assertThat(store.findAll(ids("2", "3", "1"))).containsOnlyKeys(ids("1", "2"));
        assertThat(store.findAll(Set.of())).isEmpty();
    }

    @Test
    @DisplayName("findAllByAddress gives each contact under the address that was asked for")
    default void findAllByAddress_answersUnderTheAddressAskedFor() {
        EditableContactStore store = editable(emptyStores());
        Contact hanako = Contact.of(ContactId.of("1"), EmailAddress.of("Hanako@example.jp"));
        Contact taro = Contact.of(ContactId.of("2"), EmailAddress.of("taro@example.jp"));
        store.saveAll(List.of(hanako, taro));
        EmailAddress asked = EmailAddress.of("hanako@EXAMPLE.jp");
        Map<EmailAddress, Contact> found =
                store.findAllByAddress(List.of(taro.address(), asked, EmailAddress.of("nobody@example.jp")));
        assertThat(found).containsOnly(Map.entry(asked, hanako), Map.entry(taro.address(), taro));
        assertThat(found.keySet()).extracting(EmailAddress::value).contains("hanako@example.jp");
        assertThat(store.findAllByAddress(Set.of())).isEmpty();
    }

    @Test
    @Tag("R1.1")
    @DisplayName("insertNew inserts whom nobody knows, tells their ids, and leaves the others as they are")
    default void insertNew_leavesOutWhoIsThere() {
        EditableContactStore store = editable(emptyStores());
        Contact hanako = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        Contact taro = Contact.of(ContactId.of("2"), EmailAddress.of("taro@example.jp"));
        store.saveAll(List.of(hanako, taro));
        Contact sameId = Contact.of(hanako.id(), EmailAddress.of("free@example.jp"));
        Contact sameAddress = Contact.of(ContactId.of("3"), EmailAddress.of("TARO@example.jp"));
        Contact jiro = Contact.of(ContactId.of("4"), EmailAddress.of("Jiro@example.jp"))
                .with(Attribute.text("name"), "次郎 🕊");
        assertThat(store.insertNew(List.of(sameId, jiro, sameAddress))).containsExactly(jiro.id());
        assertThat(store.find(hanako.id())).contains(hanako);
        assertThat(store.find(taro.id())).contains(taro);
        assertThat(store.find(jiro.id())).contains(jiro);
        assertThat(store.count()).isEqualTo(3);
        assertThat(store.insertNew(List.of(jiro))).isEmpty();
        assertThat(store.insertNew(List.of())).isEmpty();
    }

    @Test
    @DisplayName("saveAll inserts and replaces as saving one by one in the same order does")
    default void saveAll_isSavingInOrder() {
        EditableContactStore store = editable(emptyStores());
        EmailAddress freed = EmailAddress.of("a@example.jp");
        Contact first = Contact.of(ContactId.of("1"), freed).with(Attribute.text("name"), "花子");
        store.save(first);
        Contact moved = first.withAddress(EmailAddress.of("b@example.jp")).with(Attribute.text("city"), "奈良");
        Contact successor = Contact.of(ContactId.of("2"), freed).with(Attribute.number("points"), new BigDecimal(3));
        store.saveAll(List.of(moved, successor));
        assertThat(store.find(moved.id())).contains(moved);
        assertThat(store.findByAddress(freed)).contains(successor);
        assertThat(store.count()).isEqualTo(2);
        store.saveAll(List.of());
        assertThat(store.count()).isEqualTo(2);
    }

    @Test
    @DisplayName("saveAll takes many contacts at once")
    default void saveAll_many_savesEachOnce() {
        EditableContactStore store = editable(emptyStores());
        List<Contact> all = new ArrayList<>();
        for (int i = 0; i < 1_234; i++) {
            all.add(Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp"))
                    .with(Attribute.number("i"), new BigDecimal(i)));
        }
        store.saveAll(all);
        store.saveAll(all);
        assertThat(store.count()).isEqualTo(all.size());
        assertThat(store.findAll(all.stream().map(Contact::id).toList()).values())
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(store.findAllByAddress(all.stream().map(Contact::address).toList()))
                .hasSize(all.size());
    }

    @Test
    @Tag("R1.1")
    @DisplayName("saveAll refuses an address that another contact has, or one before it took, and names that contact")
    default void saveAll_addressOfAnother_isRefusedAndTakenBack() {
        Stores stores = emptyStores();
        EditableContactStore store = editable(stores);
        Contact holder = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        store.save(holder);
        Contact harmless = Contact.of(ContactId.of("2"), EmailAddress.of("taro@example.jp"));
        Contact clash = Contact.of(ContactId.of("3"), EmailAddress.of("HANAKO@example.jp"));
        Contact second = Contact.of(ContactId.of("4"), harmless.address());
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    editable(tx).saveAll(List.of(harmless, clash));
                    return "saved";
                }))
                .isInstanceOfSatisfying(
                        DuplicateAddressException.class,
                        e -> assertThat(e.existing()).isEqualTo(holder.id()));
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    editable(tx).saveAll(List.of(harmless, second));
                    return "saved";
                }))
                .isInstanceOfSatisfying(
                        DuplicateAddressException.class,
                        e -> assertThat(e.existing()).isEqualTo(harmless.id()));
        assertThat(store.count()).as("both transactions were taken back").isEqualTo(1);
        assertThat(store.find(holder.id())).contains(holder);
    }

    @Test
    @Tag("R1.1")
    @DisplayName("of many threads that save one address under different ids, exactly one wins")
    default void save_racingForOneAddress_oneWins() throws Exception {
        EditableContactStore store = editable(emptyStores());
        List<Callable<Boolean>> savers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Contact contact = Contact.of(ContactId.of("c" + i), EmailAddress.of("one@example.jp"));
            savers.add(() -> {
                try {
                    return store.save(contact);
                } catch (DuplicateAddressException e) {
                    return false;
                }
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            int won = 0;
            for (Future<Boolean> future : threads.invokeAll(savers)) {
                won += future.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
            assertThat(store.count()).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
