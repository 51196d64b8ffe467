package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MemoryStoreTest {
    private static final TextAttribute NAME = Attribute.text("name");
    private static final Contact HANAKO = contact("1", "hanako@example.jp");
    private static final MailingList NEWS = MailingList.of("news");
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

    private final MemoryStores stores = MemoryStores.create();
    private final Consents consents = new Consents(stores.consents(), InstantSource.fixed(NOW));

    @Test
    @Tag("R1.1")
    void save_addressOfAnother_isRefusedNamingIt() {
        stores.contacts().save(HANAKO);

        for (String same :
                List.of("hanako@example.jp", "HANAKO@Example.JP", "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ", " hanako@example.jp ")) {
            assertThatThrownBy(() -> stores.contacts().save(contact("2", same)))
                    .isInstanceOfSatisfying(
                            DuplicateAddressException.class,
                            e -> assertThat(e.existing()).isEqualTo(HANAKO.id()))
                    .hasMessageContaining("contact 1 has it")
                    .hasMessageNotContainingAny("hanako", "HANAKO");
        }
        assertThat(stores.contacts().count()).isEqualTo(1);
        assertThat(stores.contacts().find(ContactId.of("2"))).isEmpty();
    }

    @Test
    @Tag("R1.1")
    void save_addressChangedOrRemoved_freesTheOldOne() {
        assertThat(stores.contacts().save(HANAKO)).isTrue();
        assertThat(stores.contacts().save(HANAKO.withAddress(EmailAddress.of("new@example.jp"))))
                .isFalse();
        assertThat(stores.contacts().save(contact("2", "hanako@example.jp"))).isTrue();
        assertThat(stores.contacts().remove(ContactId.of("2"))).isTrue();
        assertThat(stores.contacts().remove(ContactId.of("2"))).isFalse();
        assertThat(stores.contacts().save(contact("3", "hanako@example.jp"))).isTrue();
        assertThat(stores.contacts().count()).isEqualTo(2);
    }

    @Test
    void page_ofAny_size_givesEachContactOnce() {
        for (int i = 0; i < 100; i++) {
            stores.contacts().save(contact("c" + i, "c" + i + "@example.jp"));
        }
        stores.contacts().remove(ContactId.of("c50"));
        for (int size : new int[] {1, 7, 99, 1000}) {
            List<ContactId> seen = new ArrayList<>();
            @Nullable ContactId after = null;
            List<Contact> page = stores.contacts().page(after, size);
            while (!page.isEmpty()) {
                page.forEach(contact -> seen.add(contact.id()));
                page = stores.contacts().page(seen.get(seen.size() - 1), size);
            }
            assertThat(seen).hasSize(99).doesNotHaveDuplicates().doesNotContain(ContactId.of("c50"));
        }
    }

    @Test
    void transaction_thatThrows_takesEverythingBack() {
        stores.contacts().save(HANAKO);
        Contact taro = contact("2", "taro@example.jp");
        stores.contacts().save(taro);
        consents.subscribe(HANAKO.id(), NEWS, Evidence.byData("test", "before"));
        ContactEvent before = new ContactEvent("e1", HANAKO.id(), "purchase", NOW, HANAKO.attributes());
        stores.events().add(before);
        List<Subscription> history = consents.history(HANAKO.id());

        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    stores.contacts().save(HANAKO.with(NAME, "花子").withAddress(EmailAddress.of("new@example.jp")));
                    stores.contacts().remove(taro.id());
                    stores.contacts().save(contact("3", "hanako@example.jp"));
                    consents.stop(HANAKO.id(), NEWS, Evidence.byData("test", "within"));
                    consents.ban(HANAKO.id(), NEWS, Evidence.byData("test", "within"));
                    consents.block(HANAKO.address(), dev.hato.consent.AddressStatus.ERROR, "test");
                    stores.events().addAll(List.of(before, before.withId("e2"), before.withId("e3")));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");

        assertThat(stores.contacts().page(null, 10)).containsExactly(HANAKO, taro);
        assertThat(stores.contacts().findByAddress(HANAKO.address())).contains(HANAKO);
        assertThat(stores.contacts().findByAddress(EmailAddress.of("new@example.jp")))
                .isEmpty();
        assertThat(stores.contacts().count()).isEqualTo(2);
        assertThat(consents.history(HANAKO.id())).isEqualTo(history);
        assertThat(consents.addresses(java.util.Set.of(HANAKO.address()))).isEmpty();
        assertThat(stores.events().count("purchase")).isEqualTo(1);
        assertThat(stores.events().latest(HANAKO.id(), 10)).containsExactly(before);
        assertThat(stores.events().add(before.withId("e2"))).isTrue();
    }

    @Test
    void transaction_nested_joinsTheOuterOne() {
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    tx.inTransaction(inner -> stores.contacts().save(HANAKO));
                    throw new IllegalStateException("outer");
                }))
                .hasMessage("outer");
        assertThat(stores.contacts().count()).isZero();

        stores.inTransaction(tx -> stores.contacts().save(HANAKO));
        assertThat(stores.contacts().count()).isEqualTo(1);
    }

    @Test
    @Tag("R2.5")
    void save_subscriptionChangedMeanwhile_isRefused() {
        Evidence evidence = Evidence.byData("test", "race");
        Subscription first = new Subscription(HANAKO.id(), "news", SubscriptionStatus.ACTIVE, NOW, evidence);
        Subscription second = new Subscription(HANAKO.id(), "news", SubscriptionStatus.STOPPED, NOW, evidence);

        assertThat(stores.consents().save(first, null)).isTrue();
        assertThat(stores.consents().save(second, null)).isFalse();
        assertThat(stores.consents().save(second, first)).isTrue();
        assertThat(stores.consents().save(first, first)).isFalse();
        assertThat(stores.consents().history(HANAKO.id())).containsExactly(first, second);
    }

    @Test
    void add_eventOfKnownId_isIgnored() {
        ContactEvent event = new ContactEvent("e1", HANAKO.id(), "purchase", NOW, HANAKO.attributes());

        assertThat(stores.events().add(event)).isTrue();
        assertThat(stores.events().add(event.with(NAME, "other"))).isFalse();
        assertThat(stores.events().addAll(List.of(event, event.withId("e0"), event.withId("e0"))))
                .isEqualTo(1);
        assertThat(stores.events().find(HANAKO.id(), "purchase", NOW, NOW.plusSeconds(1)))
                .containsExactly(event.withId("e0"), event);
        assertThat(stores.events().find(HANAKO.id(), "purchase", NOW.minusSeconds(1), NOW))
                .isEmpty();
    }

    private static Contact contact(String id, String address) {
        return Contact.of(ContactId.of(id), EmailAddress.of(address));
    }
}
