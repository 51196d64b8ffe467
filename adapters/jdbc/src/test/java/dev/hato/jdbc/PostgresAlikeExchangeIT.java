package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.contact;
import static dev.hato.jdbc.AlikeMails.ended;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.keys;
import static dev.hato.jdbc.AlikeMails.singles;
import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Claim;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.message.MessageTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Outcomes and beginnings of hundreds of alike mails, of several claims and with single ones, in one exchange. */
class PostgresAlikeExchangeIT {
    private static final MailingList NEWS = MailingList.of("news");
    private static final int MAILS = 300;

    private final AlikeMails mails = AlikeMails.in(TestDatabases.postgres());
    private final JdbcStores stores = mails.stores();

    private static EmailAddress address(ContactId contact) {
        return EmailAddress.of(contact.value() + "@example.jp");
    }

    /** Plans a delivery to subscribers, which is being sent, and single mails of none. */
    private Delivery sending() {
        List<Contact> contacts = new ArrayList<>();
        List<SubscriptionChange> changes = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            contacts.add(Contact.of(contact(i), address(contact(i))));
            changes.add(new SubscriptionChange(subscription(contact(i), SubscriptionStatus.ACTIVE), null));
        }
        editable(stores).saveAll(contacts);
        assertThat(stores.consents().saveAll(changes)).isEmpty();
        Delivery.Plan plan = new Delivery.Plan(
                "sale",
                new Audience.Subscribers(NEWS, null),
                MessageTemplate.named("t").text("t").build(),
                NOW,
                NOW);
        Delivery delivery = new Delivery(
                new DeliveryId("sale"),
                plan,
                DeliveryState.SENDING,
                new Delivery.Milestones(null, null, null, null),
                0);
        stores.deliveries().insert(delivery);
        stores.outbox().add(group("sale", 0, MAILS));
        stores.outbox().add(singles(20));
        return delivery;
    }

    private static Subscription subscription(ContactId contact, SubscriptionStatus status) {
        return new Subscription(contact, NEWS.name(), status, NOW, Evidence.byRecipient("form", "shop.example"));
    }

    private void stop(ContactId contact) {
        Subscription before = subscription(contact, SubscriptionStatus.ACTIVE);
        assertThat(stores.consents().save(subscription(contact, SubscriptionStatus.STOPPED), before))
                .isTrue();
    }

    private List<Beginning> beginnings(Collection<Claim> claims, Delivery delivery) {
        Map<ContactId, Recipient> recipients = stores.recipients(
                claims.stream().map(claim -> claim.mail().contact()).toList());
        List<Beginning> beginnings = new ArrayList<>();
        for (Claim claim : claims) {
            ContactId contact = claim.mail().contact();
            boolean single = claim.key().source().equals(SendKey.TRANSACTIONAL);
            String mark = Objects.requireNonNull(recipients.get(contact)).mark();
            beginnings.add(
                    new Beginning(claim, address(contact), single ? null : mark, single ? null : delivery, null));
        }
        return beginnings;
    }

    private static List<Outcome> outcomes(Collection<Claim> claims) {
        return claims.stream()
                .map(claim -> new Outcome(
                        ended(claim, MailState.HANDED_OVER),
                        ContactEvent.of(claim.mail().contact(), "mail.sent", NOW)
                                .withId(claim.key().value())))
                .toList();
    }

    private static List<Claim> each(List<Claim> claims, IntPredicate which) {
        return IntStream.range(0, claims.size())
                .filter(which)
                .mapToObj(claims::get)
                .toList();
    }

    private Set<SendKey> begun(Collection<Claim> claims) {
        Set<SendKey> begun = new TreeSet<>();
        for (Claim claim : claims) {
            OutboxEntry.Lease lease = mails.found(claim.key()).lease();
            if (lease != null && lease.started() && lease.fence() == claim.fence()) {
                begun.add(claim.key());
            }
        }
        return begun;
    }

    @Test
    @Tag("R7.4")
    void exchange_ofSeveralClaims_recordsOutcomesAndBeginningsOfEach() {
        Delivery delivery = sending();
        List<Claim> first = mails.claim("n", 130);
        List<Claim> second = mails.claim("n", 100);
        assertThat(stores.exchange(List.of(), beginnings(first, delivery))).isEqualTo(keys(first));
        assertThat(begun(first)).isEqualTo(keys(first));
        List<Claim> over = each(first, i -> i % 2 == 0);
        List<Claim> next = each(second, i -> i % 3 != 0);
        Set<SendKey> both = keys(over);
        both.addAll(keys(next));
        assertThat(stores.exchange(outcomes(over), beginnings(next, delivery))).isEqualTo(both);
        assertThat(begun(second)).isEqualTo(keys(next));
        over.forEach(claim -> assertThat(mails.found(claim.key()).progress())
                .isEqualTo(ended(claim, MailState.HANDED_OVER).progress()));
        List<Claim> third = mails.claimAll("n", 64);
        List<Claim> rest = new ArrayList<>(each(first, i -> i % 2 == 1));
        rest.addAll(next);
        both = keys(rest);
        both.addAll(keys(third));
        assertThat(stores.exchange(outcomes(rest), beginnings(third, delivery))).isEqualTo(both);
        List<Claim> last = new ArrayList<>(third);
        last.addAll(each(second, i -> i % 3 == 0)); // which never began
        assertThat(stores.exchange(outcomes(last), List.of())).isEqualTo(keys(last));
        assertThat(stores.exchange(outcomes(last), List.of())).as("once").isEmpty();
        assertThat(stores.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(MailState.HANDED_OVER, (long) MAILS));
        assertThat(stores.events().count("mail.sent")).isEqualTo(MAILS + 20);
    }

    @Test
    @Tag("R7.4")
    void exchange_ofStaleClaims_leavesThemOut() {
        Delivery delivery = sending();
        List<Claim> stale = mails.claim("old", 150);
        assertThat(mails.start(each(stale, i -> i % 2 == 0))).hasSize(75);
        mails.advance(LEASE);
        assertThat(stores.exchange(List.of(), beginnings(stale, delivery)))
                .as("the leases are over")
                .isEmpty();
        List<Claim> fresh = mails.claim("new", 70);
        Set<SendKey> taken = keys(fresh);
        Set<SendKey> left = keys(stale);
        left.removeAll(taken);
        assertThat(stores.exchange(outcomes(stale), List.of()))
                .as("nobody else has claimed those")
                .isEqualTo(left);
        assertThat(stores.events().count("mail.sent")).isEqualTo(left.size());
        assertThat(stores.exchange(List.of(), beginnings(stale, delivery))).isEmpty();
        List<Claim> half = each(fresh, i -> i % 2 == 0);
        List<Claim> lost = stale.stream()
                .filter(claim -> !keys(half).contains(claim.key()))
                .toList(); // no mail is named twice
        assertThat(stores.exchange(outcomes(lost), beginnings(half, delivery))).isEqualTo(keys(half));
        assertThat(begun(fresh)).isEqualTo(keys(half));
        assertThat(stores.exchange(outcomes(fresh), List.of())).isEqualTo(keys(fresh));
        assertThat(stores.outbox().tally("delivery:sale").count(MailState.CLAIMED))
                .isZero();
    }

    @Test
    @Tag("R2.6")
    void exchange_ofMailsOfWhichSomeMayNotBegin_beginsTheOthers() {
        Delivery delivery = sending();
        List<Claim> claims = mails.claimAll("n", 100);
        List<Beginning> beginnings = beginnings(claims, delivery);
        Set<SendKey> allowed = keys(claims);
        for (int i = 0; i < MAILS; i += 10) {
            ContactId contact = contact(i + i / 10 % 10);
            if (i % 30 == 0) {
                stop(contact);
            } else if (i % 30 == 10) {
                editable(stores)
                        .save(Contact.of(
                                contact,
                                EmailAddress.of("moved." + address(contact).value())));
            } else {
                assertThat(stores.eraser().erase(contact)).isTrue();
            }
            allowed.removeIf(key -> contact.equals(key.contact()));
        }
        assertThat(stores.eraser().erase(contact(15)))
                .as("a single mail's, too")
                .isTrue();
        allowed.removeAll(List.of(SendKey.ofDelivery(delivery.id(), contact(15)), SendKey.ofCaller("order-15")));
        assertThat(stores.exchange(List.of(), beginnings)).isEqualTo(allowed);
        assertThat(stores.deliveries()
                        .replace(new Delivery(
                                delivery.id(), delivery.plan(), DeliveryState.PAUSED, delivery.milestones(), 1)))
                .isTrue();
        assertThat(stores.exchange(List.of(), beginnings))
                .as("the delivery is held")
                .allMatch(key -> key.contact() == null);
        assertThat(stores.exchange(outcomes(claims), List.of()))
                .as("but for what was erased")
                .hasSize(MAILS + 20 - 12);
    }

    @Test
    @Tag("R7.4")
    void exchange_ofWhatAnotherNodeHasMoved_recordsNothingThatIsNotSo() {
        Delivery delivery = sending();
        JdbcStores other = mails.node();
        List<Claim> claims = mails.claimAll("n", 100);
        List<Claim> renewed = each(claims, i -> i % 4 == 0);
        assertThat(other.outbox().renew(renewed, NOW.plus(LEASE.multipliedBy(2))))
                .isEqualTo(keys(renewed));
        List<Claim> over = each(claims, i -> i % 4 == 1);
        assertThat(other.outbox()
                        .complete(over.stream()
                                .map(claim -> ended(claim, MailState.BOUNCED))
                                .toList()))
                .isEqualTo(keys(over));
        Set<SendKey> open = keys(claims);
        open.removeAll(keys(over));
        Set<SendKey> begun = stores.exchange(List.of(), beginnings(claims, delivery));
        assertThat(open).containsAll(begun);
        assertThat(begun(claims))
                .as("what is said to have begun has, and nothing else")
                .isEqualTo(begun);
        Set<SendKey> recorded = new TreeSet<>(stores.exchange(outcomes(claims), List.of()));
        assertThat(open).containsAll(recorded);
        assertThat(stores.events().count("mail.sent")).isEqualTo(recorded.size());
        open.removeAll(recorded);
        assertThat(mails.end(MailState.HANDED_OVER, claims)).isEqualTo(open);
        assertThat(stores.outbox().tally("delivery:sale").open()).isZero();
        mails.advance(Duration.ofDays(1));
        assertThat(mails.claim("n", 1_000)).isEmpty();
    }

    @Test
    void exchange_inATransaction_leavesItToTheTransaction() {
        Delivery delivery = sending();
        List<Claim> claims = mails.claim("n", 100);
        List<Beginning> beginnings = beginnings(claims, delivery);
        assertThat(stores.<Set<SendKey>>inTransaction(tx -> stores.exchange(List.of(), beginnings)))
                .isEmpty();
        assertThat(begun(claims)).isEmpty();
        assertThat(stores.exchange(List.of(), beginnings)).isEqualTo(keys(claims));
    }
}
