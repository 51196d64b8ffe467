package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.AddressRecord;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What PostgreSQL lets begin by itself is what may begin, and what forbids a mail is found as without that. */
class PostgresAdmissionIT {
    private static final TextAttribute NAME = Attribute.text("name");
    private static final MailingList NEWS = MailingList.of("news");
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final byte[] KEY = new byte[32];
    private static final MessageTemplate TEMPLATE = MessageTemplate.named("t")
            .subject("{{ contact.name }}")
            .text("{{ contact.name }}")
            .build();

    /** What happens to a contact between the claim of its mail and the beginning of the send. */
    private static Map<String, Consumer<JdbcStores>> changes() {
        Map<String, Consumer<JdbcStores>> changes = new TreeMap<>();
        changes.put("a-nothing", stores -> {});
        for (SubscriptionStatus status : SubscriptionStatus.values()) {
            changes.put("b-list-" + status, stores -> subscribe(stores, "b-list-" + status, NEWS, status));
        }
        for (AddressStatus status : AddressStatus.values()) {
            changes.put("c-address-" + status, stores -> address(stores, "c-address-" + status, status));
        }
        changes.put(
                "d-renamed",
                stores -> editable(stores).save(contact("d-renamed").with(NAME, "renamed")));
        changes.put(
                "e-moved",
                stores ->
                        editable(stores).save(contact("e-moved").withAddress(EmailAddress.of("elsewhere@example.jp"))));
        changes.put("f-saved-again", stores -> editable(stores).save(contact("f-saved-again")));
        changes.put("g-removed", stores -> editable(stores).remove(ContactId.of("g-removed")));
        changes.put("h-erased", stores -> stores.eraser().erase(ContactId.of("h-erased")));
        changes.put("i-replaced", stores -> {
            editable(stores).remove(ContactId.of("i-replaced"));
            editable(stores).save(contact("i-replaced"));
        });
        changes.put(
                "j-other-list",
                stores -> subscribe(stores, "j-other-list", MailingList.of("other"), SubscriptionStatus.STOPPED));
        return changes;
    }

    @Test
    @Tag("R2.6")
    void drain_withChangesBeforeTheSend_endsAsWithoutTheAbility() {
        JdbcStores own = stores(null);
        WatchedStores watched = new WatchedStores(own);
        RecordingTransport transport = new RecordingTransport();
        Map<String, String> admitting = drained(own, watched, transport);
        JdbcStores read = stores(null);
        RecordingTransport compared = new RecordingTransport();
        Map<String, String> reading = drained(read, WatchedStores.reading(read), compared);
        assertThat(admitting).isEqualTo(reading);
        assertThat(mails(transport)).isEqualTo(mails(compared));
        assertThat(watched.admitted()).containsExactly("a-nothing", "b-list-ACTIVE", "c-address-OK", "j-other-list");
        assertThat(admitting).containsEntry("h-erased", "EXCLUDED CONTACT_REMOVED");
        assertThat(admitting).containsEntry("b-list-STOPPED", "EXCLUDED STOPPED");
        assertThat(admitting).containsEntry("f-saved-again", "HANDED_OVER null");
        assertThat(mails(transport))
                .contains("d-renamed@example.jp Subject: renamed", "elsewhere@example.jp Subject: reader");
    }

    private static Map<String, String> drained(JdbcStores own, Stores stores, RecordingTransport transport) {
        Map<String, Consumer<JdbcStores>> changes = changes();
        Map<String, Consumer<JdbcStores>> pending = new HashMap<>(changes);
        changes.keySet().forEach(id -> {
            editable(own).save(contact(id));
            subscribe(own, id, NEWS, SubscriptionStatus.ACTIVE);
        });
        Hato hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .clock(() -> NOW)
                .transformer((message, mail) -> {
                    Consumer<JdbcStores> change =
                            pending.remove(mail.contact().id().value());
                    if (change != null) {
                        change.accept(own);
                    }
                    return message;
                })
                .build();
        Delivery delivery = hato.deliveries().group("news", NEWS, TEMPLATE).submit();
        hato.dispatcher().drain();
        Map<String, String> outcomes = new TreeMap<>();
        for (OutboxEntry entry : own.outbox().page(delivery.id().source(), null, 100)) {
            outcomes.put(
                    entry.mail().contact().value(),
                    entry.state() + " " + entry.progress().reason());
        }
        assertThat(outcomes).hasSize(changes.size());
        return outcomes;
    }

    private static List<String> mails(RecordingTransport transport) {
        return transport.attempts().stream()
                .map(attempt -> attempt.recipient().value() + " "
                        + new String(attempt.mail().toByteArray(), StandardCharsets.US_ASCII)
                                .lines()
                                .filter(line -> line.startsWith("Subject: "))
                                .findFirst()
                                .orElse("no subject"))
                .sorted()
                .toList();
    }

    @Test
    @Tag("R7.4")
    void exchange_ofClaimsThatDoNotHold_isRefused() {
        MovableClock clock = MovableClock.at(NOW);
        JdbcStores stores = stores(clock);
        List<Beginning> beginnings = claimed(stores, clock, "a", "b", "c", "d");
        clock.set(NOW.plus(LEASE));
        assertThat(stores.exchange(List.of(), beginnings))
                .as("the leases are over")
                .isEmpty();
        clock.set(NOW.plus(LEASE).minusMillis(1));
        assertThat(stores.exchange(List.of(), beginnings.subList(0, 2))).hasSize(2);
        assertThat(stores.exchange(List.of(), beginnings.subList(0, 3)))
                .as("again is harmless")
                .hasSize(3);
        stores.outbox().complete(List.of(ended(beginnings.get(0).claim())));
        clock.set(NOW.plus(LEASE.multipliedBy(2)));
        List<Claim> taken = stores.outbox().claim(ClaimRequest.any("n2", NOW, NOW.plus(LEASE), 2));
        assertThat(taken).hasSize(2);
        List<SendKey> lost = new ArrayList<>(taken.stream().map(Claim::key).toList());
        lost.add(beginnings.get(0).claim().key());
        clock.set(NOW);
        assertThat(stores.exchange(List.of(), beginnings))
                .as("not what has ended, nor what another has claimed")
                .hasSize(1)
                .doesNotContainAnyElementsOf(lost);
    }

    @Test
    @Tag("R2.6")
    void exchange_ofADeliveryThatChanged_isRefused() {
        JdbcStores stores = stores(null);
        List<Beginning> beginnings = claimed(stores, () -> NOW, "a");
        Beginning of = beginnings.get(0);
        Delivery delivery = Objects.requireNonNull(of.delivery());
        assertThat(stores.deliveries().replace(in(DeliveryState.PAUSED, delivery)))
                .isTrue();
        assertThat(stores.exchange(List.of(), beginnings)).isEmpty();
        assertThat(stores.outbox().start(List.of(of.claim()), NOW)).hasSize(1);
    }

    @Test
    void exchange_ofAnErasedPersonsBlockedAddress_isRefused() {
        JdbcStores stores = stores(null);
        editable(stores).save(contact("old"));
        address(stores, "old", AddressStatus.COMPLAINED);
        stores.eraser().erase(ContactId.of("old"));
        Contact again = Contact.of(ContactId.of("new"), EmailAddress.of("old@example.jp"));
        editable(stores).save(again);
        SendKey key = SendKey.ofCaller("order-1");
        PlannedMail mail = new PlannedMail(key, MailKind.TRANSACTIONAL, again.id(), NOW, "f", null);
        stores.outbox().add(List.of(OutboxEntry.planned(mail)));
        Claim claim = stores.outbox()
                .claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 1))
                .get(0);
        assertThat(stores.exchange(List.of(), List.of(new Beginning(claim, again.address(), null, null, null))))
                .isEmpty();
        EmailAddress other = EmailAddress.of("somebody@example.jp");
        assertThat(stores.exchange(List.of(), List.of(new Beginning(claim, other, null, null, null))))
                .containsExactly(key);
    }

    @Test
    @Tag("R2.4")
    void exchange_ofSpotMailToAnErasedPersonsAddress_isRefused() {
        JdbcStores stores = stores(null);
        editable(stores).save(contact("old"));
        stores.eraser().erase(ContactId.of("old"));
        editable(stores).save(Contact.of(ContactId.of("new"), EmailAddress.of("old@example.jp")));
        editable(stores).save(contact("other"));
        List<Beginning> beginnings = claimed(
                stores,
                planning(stores, () -> NOW)
                        .deliveries()
                        .spot("recall", TEMPLATE, "by law")
                        .submit(),
                "new",
                "other");
        assertThat(stores.exchange(List.of(), beginnings))
                .extracting(key -> Objects.requireNonNull(key.contact()).value())
                .containsExactly("other");
    }

    @Test
    void drain_ofTransactionalMail_isAdmittedByItsAddress() {
        JdbcStores own = stores(null);
        WatchedStores watched = new WatchedStores(own);
        RecordingTransport transport = new RecordingTransport();
        Hato hato = Hato.builder(watched, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .build();
        address(own, "blocked", AddressStatus.ERROR);
        for (String id : List.of("blocked", "open")) {
            hato.enqueue(Mail.of(TEMPLATE).to(contact(id)).key(id).build());
        }
        hato.dispatcher().drain();
        assertThat(watched.admitted()).containsExactly("open");
        assertThat(transport.attempts()).hasSize(1);
        assertThat(own.outbox().tally(SendKey.TRANSACTIONAL).count(MailState.EXCLUDED))
                .isEqualTo(1);
    }

    /** Claims mails of a delivery to these contacts, all of which may begin. */
    private static List<Beginning> claimed(JdbcStores stores, InstantSource clock, String... ids) {
        for (String id : ids) {
            editable(stores).save(contact(id));
            subscribe(stores, id, NEWS, SubscriptionStatus.ACTIVE);
        }
        return claimed(
                stores,
                planning(stores, clock)
                        .deliveries()
                        .group("news", NEWS, TEMPLATE)
                        .submit(),
                ids);
    }

    private static Hato planning(JdbcStores stores, InstantSource clock) {
        return Hato.builder(WatchedStores.reading(stores), new RecordingTransport())
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .clock(clock)
                .build();
    }

    private static List<Beginning> claimed(JdbcStores stores, Delivery submitted, String... ids) {
        Delivery sending = in(DeliveryState.SENDING, submitted);
        assertThat(stores.deliveries().replace(sending)).isTrue();
        List<OutboxEntry> entries = new ArrayList<>();
        List<ContactId> contacts = new ArrayList<>();
        for (String id : ids) {
            contacts.add(ContactId.of(id));
            SendKey key = SendKey.ofDelivery(sending.id(), ContactId.of(id));
            entries.add(OutboxEntry.planned(new PlannedMail(key, sending.kind(), ContactId.of(id), NOW, "f", null)));
        }
        stores.outbox().add(entries);
        Map<ContactId, Recipient> recipients = stores.recipients(contacts);
        List<Beginning> beginnings = new ArrayList<>();
        for (Claim claim : stores.outbox().claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 100))) {
            Recipient recipient =
                    Objects.requireNonNull(recipients.get(claim.mail().contact()));
            beginnings.add(new Beginning(claim, recipient.contact().address(), recipient.mark(), sending, null));
        }
        assertThat(beginnings).hasSize(ids.length);
        return beginnings;
    }

    private static Delivery in(DeliveryState state, Delivery before) {
        return new Delivery(before.id(), before.plan(), state, before.milestones(), before.version() + 1);
    }

    private static Completion ended(Claim claim) {
        return new Completion(claim, new Progress(MailState.HANDED_OVER, NOW, 1, false, null, "250 OK"));
    }

    private static Contact contact(String id) {
        return Contact.of(ContactId.of(id), EmailAddress.of(id + "@example.jp")).with(NAME, "reader");
    }

    private static void subscribe(JdbcStores stores, String id, MailingList list, SubscriptionStatus status) {
        ContactId contact = ContactId.of(id);
        Subscription before =
                stores.consents().subscriptions(list.name(), List.of(contact)).get(contact);
        Subscription next =
                new Subscription(contact, list.name(), status, NOW, Evidence.byRecipient("form", "shop.example"));
        assertThat(stores.consents().save(next, before)).isTrue();
    }

    private static void address(JdbcStores stores, String id, AddressStatus status) {
        AddressRecord next = new AddressRecord(EmailAddress.of(id + "@example.jp"), status, NOW, "test");
        assertThat(stores.consents().saveAddress(next, null)).isTrue();
    }

    private static JdbcStores stores(@Nullable MovableClock leaseClock) {
        JdbcStores.Builder builder = TestStores.in(
                        TestDatabases.postgres(), TestDatabases.newSchema(TestDatabases.postgres()))
                .erasureKey(KEY);
        JdbcStores stores = (leaseClock == null ? builder : builder.leaseClock(leaseClock)).build();
        stores.schema().migrate();
        return stores;
    }
}
