package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.ids;
import static dev.hato.testkit.StoresContract.stopped;
import static dev.hato.testkit.StoresContract.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Stores;
import dev.hato.consent.AddressRecord;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every consent store must do. */
public interface ConsentStoreContract {
    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    @Test
    @Tag("R2.5")
    @DisplayName("a subscription comes back with its evidence")
    default void save_thenRead_keepsEvidence() {
        ConsentStore store = emptyStores().consents();
        ContactId contact = ContactId.of("1");
        Evidence evidence = Evidence.byRecipient("web form", "https://shop.example/signup")
                .withWording("お得な情報をメールで受け取る")
                .givenAt(NOW.minusSeconds(5));
        Subscription subscription = new Subscription(contact, "news", SubscriptionStatus.ACTIVE, NOW, evidence);
        assertThat(store.save(subscription, null)).isTrue();
        assertThat(store.subscriptions("news", Set.of(contact))).containsExactly(Map.entry(contact, subscription));
        assertThat(store.subscriptions("other", Set.of(contact))).isEmpty();
        assertThat(store.subscriptionsOf(contact)).containsExactly(subscription);
    }

    @Test
    @DisplayName("a change is written only over what the caller read")
    default void save_withOutdatedExpectation_isRefused() {
        ConsentStore store = emptyStores().consents();
        ContactId contact = ContactId.of("1");
        Subscription active = subscription(contact);
        Subscription stopped = stopped(contact);
        assertThat(store.save(stopped, active)).as("there is none yet").isFalse();
        assertThat(store.save(active, null)).isTrue();
        assertThat(store.save(stopped, null)).as("there is one already").isFalse();
        assertThat(store.save(stopped, active)).isTrue();
        assertThat(store.save(active, active)).as("it is stopped by now").isFalse();
        assertThat(store.subscriptionsOf(contact)).containsExactly(stopped);
    }

    @Test
    @DisplayName("saveAll makes the changes that are not outdated, and returns the others")
    default void saveAll_returnsTheOutdatedChanges() {
        ConsentStore store = emptyStores().consents();
        Subscription active = subscription(ContactId.of("1"));
        Subscription stopped = stopped(ContactId.of("1"));
        Subscription gone = subscription(ContactId.of("2"));
        Subscription first = subscription(ContactId.of("3"));
        Subscription other = new Subscription(
                ContactId.of("1"), "sale", SubscriptionStatus.ACTIVE, NOW, Evidence.byData("CSV import", "line 2"));
        store.save(active, null);
        store.save(gone, null);
        SubscriptionChange change = new SubscriptionChange(stopped, active);
        SubscriptionChange outdated = new SubscriptionChange(stopped(ContactId.of("2")), null);
        SubscriptionChange neverSeen =
                new SubscriptionChange(stopped(ContactId.of("4")), subscription(ContactId.of("4")));
        List<SubscriptionChange> refused = store.saveAll(List.of(
                outdated, change, new SubscriptionChange(first, null), neverSeen, new SubscriptionChange(other, null)));
        assertThat(refused).containsExactly(outdated, neverSeen);
        assertThat(store.subscriptions("news", ids("1", "2", "3", "4")))
                .containsOnly(
                        Map.entry(active.contact(), stopped),
                        Map.entry(gone.contact(), gone),
                        Map.entry(first.contact(), first));
        assertThat(store.subscriptionsOf(active.contact())).containsExactly(stopped, other);
        assertThat(store.history(active.contact())).containsExactlyInAnyOrder(active, stopped, other);
        assertThat(store.history(gone.contact())).containsExactly(gone);
        assertThat(store.saveAll(List.of())).isEmpty();
    }

    @Test
    @Tag("R2.1")
    @DisplayName("lists are independent of each other")
    default void subscriptions_ofSeveralLists_areIndependent() {
        ConsentStore store = emptyStores().consents();
        ContactId contact = ContactId.of("1");
        Subscription news = subscription(contact);
        Subscription sale = new Subscription(
                contact, "a-sale", SubscriptionStatus.BANNED, NOW, Evidence.byOperator("sato", "asked by phone"));
        store.save(news, null);
        store.save(sale, null);
        assertThat(store.subscriptionsOf(contact)).as("by list name").containsExactly(sale, news);
        assertThat(store.subscriptions("news", Set.of(contact)).get(contact)).isEqualTo(news);
    }

    @Test
    @Tag("R2.5")
    @DisplayName("the history keeps every subscription in the order of the changes")
    default void history_keepsEveryChange() {
        ConsentStore store = emptyStores().consents();
        ContactId contact = ContactId.of("1");
        Subscription active = subscription(contact);
        Subscription stopped = stopped(contact);
        store.save(active, null);
        store.save(stopped, active);
        store.save(active, stopped);
        assertThat(store.history(contact)).containsExactly(active, stopped, active);
        assertThat(store.history(ContactId.of("2"))).isEmpty();
    }

    @Test
    @DisplayName("pages of a list hold every member of any status exactly once")
    default void members_coverAllOnce() {
        ConsentStore store = emptyStores().consents();
        for (int i = 0; i < 25; i++) {
            ContactId contact = ContactId.of("c" + i);
            store.save(i % 5 == 0 ? stopped(contact) : subscription(contact), null);
        }
        List<ContactId> seen = new ArrayList<>();
        List<Subscription> page = store.members("news", null, 7);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(7);
            page.forEach(member -> seen.add(member.contact()));
            page = store.members("news", seen.get(seen.size() - 1), 7);
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
        assertThat(store.members("nobody", null, 7)).isEmpty();
    }

    @Test
    @Tag("R2.2")
    @DisplayName("what is known about an address is found under its normalised form, and changed only knowingly")
    default void addresses_areComparedNormalised() {
        ConsentStore store = emptyStores().consents();
        EmailAddress address = EmailAddress.of("Hanako@example.jp");
        AddressRecord error = new AddressRecord(address, AddressStatus.ERROR, NOW, "550 5.1.1");
        AddressRecord suppressed =
                new AddressRecord(address, AddressStatus.SUPPRESSED, NOW.plusSeconds(1), "asked by phone");
        assertThat(store.saveAddress(error, null)).isTrue();
        assertThat(store.saveAddress(suppressed, null))
                .as("something is known already")
                .isFalse();
        EmailAddress sameAddress = EmailAddress.of("hanako@EXAMPLE.JP");
        assertThat(store.addresses(Set.of(sameAddress)).get(sameAddress)).isEqualTo(error);
        assertThat(store.saveAddress(suppressed, error)).isTrue();
        assertThat(new HashSet<>(store.addresses(Set.of(address, EmailAddress.of("x@example.jp")))
                        .values()))
                .containsExactly(suppressed);
    }

    @Test
    @DisplayName("subscriptions of many contacts are read in one call")
    default void subscriptions_leaveOutStrangers() {
        ConsentStore store = emptyStores().consents();
        store.save(subscription(ContactId.of("1")), null);
        store.save(stopped(ContactId.of("2")), null);
        assertThat(store.subscriptions("news", ids("1", "2", "3"))).containsOnlyKeys(ids("1", "2"));
    }
}
