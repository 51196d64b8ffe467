package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static dev.hato.testkit.StoresContract.editable;
import static dev.hato.testkit.StoresContract.mail;
import static dev.hato.testkit.StoresContract.stopped;
import static dev.hato.testkit.StoresContract.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.ConsentResult;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StepStore;
import dev.hato.event.ContactEvent;
import dev.hato.imports.ConsentWords;
import dev.hato.imports.ContactImport;
import dev.hato.imports.ImportReport;
import dev.hato.imports.RowClass;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.SendOutcome;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stores must do that erase people on their wish. */
public interface ErasureContract {
    /** A letter that many must get. */
    MessageTemplate RECALL =
            MessageTemplate.named("recall").subject("回収のお願い").text("本文").build();

    /** Returns stores without content that have what erasing needs, new for each call. */
    Stores emptyStores();

    @Test
    @Tag("R1.3")
    @DisplayName("an erased contact's data is gone from every store, and erasing again is harmless")
    default void erase_removesTheDataEverywhere() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"))
                .with(Attribute.text("name"), "花子");
        Contact other = Contact.of(ContactId.of("2"), EmailAddress.of("taro@example.jp"));
        for (Contact each : List.of(contact, other)) {
            editable(stores).save(each);
            stores.consents().save(subscription(each.id()), null);
            stores.events().add(ContactEvent.of(each.id(), "purchase", NOW));
            stores.outbox().add(List.of(OutboxEntry.planned(mail(SendKey.ofCaller("order-" + each.id()), each.id()))));
        }
        assertThat(stores.eraser().erase(contact.id())).isTrue();
        assertThat(stores.contacts().find(contact.id())).isEmpty();
        assertThat(stores.contacts().findByAddress(contact.address())).isEmpty();
        assertThat(stores.consents().subscriptionsOf(contact.id())).isEmpty();
        assertThat(stores.consents().history(contact.id())).isEmpty();
        assertThat(stores.events().latest(contact.id(), 10)).isEmpty();
        assertThat(stores.outbox().tally(SendKey.TRANSACTIONAL).count(MailState.EXCLUDED))
                .as("its mail is not sent, and still counted")
                .isEqualTo(1);
        assertThat(stores.contacts().find(other.id())).contains(other);
        assertThat(stores.consents().history(other.id())).hasSize(1);
        assertThat(stores.events().latest(other.id(), 10)).hasSize(1);
        assertThat(stores.outbox().tally(SendKey.TRANSACTIONAL).count(MailState.PLANNED))
                .isEqualTo(1);
        assertThat(stores.eraser().erase(contact.id())).as("again").isFalse();
    }

    @Test
    @Tag("R1.3")
    @DisplayName("no planned mail of an erased contact is ever claimed, whatever its key is, and no other is touched")
    default void erase_excludesPlannedMails() {
        Stores stores = emptyStores();
        ContactId erased = ContactId.of("1");
        ContactId other = ContactId.of("2");
        List<SendKey> left = new ArrayList<>();
        for (ContactId contact : List.of(erased, other)) {
            editable(stores).save(Contact.of(contact, EmailAddress.of("c" + contact + "@example.jp")));
            for (SendKey key : List.of(
                    new SendKey(SendKey.TRANSACTIONAL, "welcome", contact, ""),
                    new SendKey("spring", "group", contact, "once"),
                    new SendKey("spring", "reminder", contact, "once"),
                    new SendKey("spring", "reminder", contact, "again"),
                    new SendKey("autumn", "group", contact, "once"),
                    SendKey.ofCaller("order-" + contact))) {
                stores.outbox().add(List.of(OutboxEntry.planned(mail(key, contact))));
                if (contact.equals(other)) {
                    left.add(key);
                }
            }
        }
        assertThat(stores.eraser().erase(erased)).isTrue();
        OutboxEntry gone = stores.outbox()
                .find(new SendKey("spring", "reminder", erased, "again"))
                .orElseThrow();
        assertThat(gone.state()).isEqualTo(MailState.EXCLUDED);
        assertThat(gone.progress().reason()).isEqualTo(ExclusionReason.CONTACT_REMOVED);
        assertThat(stores.outbox().tally("spring").count(MailState.EXCLUDED)).isEqualTo(3);
        Instant later = NOW.plusSeconds(60);
        List<Claim> claims = stores.outbox().claim(ClaimRequest.any("node", later, later.plusSeconds(60), 100));
        assertThat(claims).extracting(Claim::key).containsExactlyInAnyOrderElementsOf(left);
    }

    @Test
    @Tag("R1.3")
    @DisplayName(
            "what the mail server says of a mail that was in the air when its contact was erased is not written down")
    default void erase_ofAContactWhoseMailIsBeingSent_keepsNothingOfItsOutcome() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        editable(stores).save(contact);
        SendKey begun = SendKey.ofCaller("begun");
        SendKey claimed = SendKey.ofCaller("claimed");
        for (SendKey key : List.of(begun, claimed)) {
            stores.outbox().add(List.of(OutboxEntry.planned(mail(key, contact.id()))));
        }
        Instant now = NOW.plusSeconds(60);
        List<Claim> claims = stores.outbox().claim(ClaimRequest.any("node", now, now.plusSeconds(600), 10));
        assertThat(claims).hasSize(2);
        Claim sending = claims.stream()
                .filter(claim -> claim.key().equals(begun))
                .findAny()
                .orElseThrow();
        Claim waiting = claims.stream()
                .filter(claim -> claim.key().equals(claimed))
                .findAny()
                .orElseThrow();
        assertThat(stores.outbox().start(List.of(sending), now)).containsExactly(begun);
        assertThat(stores.eraser().erase(contact.id())).isTrue();
        OutboxEntry.Progress bounced =
                new OutboxEntry.Progress(MailState.BOUNCED, now, 1, false, null, "550 no such user hanako@example.jp");
        assertThat(stores.outbox().complete(List.of(new Completion(sending, bounced))))
                .as("so that no event is written either")
                .isEmpty();
        assertThat(stores.outbox().start(List.of(waiting), now)).isEmpty();
        OutboxEntry inTheAir = stores.outbox().find(begun).orElseThrow();
        assertThat(inTheAir.state()).as("nobody knows any more").isEqualTo(MailState.UNKNOWN);
        assertThat(inTheAir.progress().detail()).isEmpty();
        assertThat(stores.outbox().find(claimed).orElseThrow().progress().reason())
                .isEqualTo(ExclusionReason.CONTACT_REMOVED);
        assertThat(stores.eraser().erase(contact.id())).as("again").isFalse();
    }

    @Test
    @Tag("R1.3")
    @DisplayName("an erased contact's enrolments end and are gone, those under way too, and nobody else's")
    default void erase_removesEnrolments() {
        Stores stores = emptyStores();
        StepStore steps;
        try {
            steps = stores.steps();
        } catch (UnsupportedOperationException e) {
            Assumptions.abort("these stores keep no enrolments: " + e);
            return;
        }
        ContactId erased = ContactId.of("1");
        ContactId other = ContactId.of("2");
        List<Enrolment> all = new ArrayList<>();
        for (ContactId contact : List.of(erased, other)) {
            all.add(StepClaimContract.enrolment("a", contact.value(), NOW));
            all.add(StepClaimContract.enrolment("a", contact.value(), NOW.plusSeconds(60), 2));
            all.add(StepClaimContract.enrolment("b", contact.value(), NOW.plusSeconds(60)));
        }
        steps.add(all);
        List<Enrolment> claimed = StepClaimContract.claim(steps, NOW, 9);
        assertThat(claimed).hasSize(2);
        List<Enrolment> others = steps.of(List.of(other));
        assertThat(stores.eraser().erase(erased))
                .as("known by its enrolments only")
                .isTrue();
        assertThat(steps.of(List.of(erased))).isEmpty();
        assertThat(steps.replace(claimed.stream()
                        .map(enrolment -> enrolment.to(StepClaimContract.standing(NOW.plusSeconds(99))))
                        .toList()))
                .as("what was under way is not written any more")
                .containsExactly(new EnrolmentKey("a", other, 1));
        assertThat(steps.page("a", null, 9))
                .extracting(enrolment -> enrolment.key().contact())
                .containsOnly(other);
        assertThat(steps.of(List.of(other))).hasSameSizeAs(others);
        assertThat(stores.eraser().erase(erased)).as("again").isFalse();
    }

    @Test
    @Tag("R1.3")
    @DisplayName("a second erasure of the same address takes nothing away from what is remembered")
    default void erase_again_keepsOlderOptOuts() {
        Stores stores = emptyStores();
        EmailAddress address = EmailAddress.of("hanako@example.jp");
        editable(stores).save(Contact.of(ContactId.of("1"), address));
        stores.consents().save(stopped(ContactId.of("1")), null);
        stores.eraser().erase(ContactId.of("1"));
        Contact other = Contact.of(ContactId.of("2"), EmailAddress.of("other@example.jp"));
        editable(stores).save(other);
        editable(stores).save(other.withAddress(address));
        stores.eraser().erase(other.id());
        Contact third = Contact.of(ContactId.of("3"), address);
        editable(stores).save(third);
        assertThat(status(stores, address.value())).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    @Tag("R1.3")
    @DisplayName("an opt-out outlives the erasure, whoever saves the address again, and only the list that was left")
    default void erase_keepsOptOuts() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("Hanako@example.jp"));
        editable(stores).save(contact);
        stores.consents().save(stopped(contact.id()), null);
        stores.eraser().erase(contact.id());
        Contact again = Contact.of(ContactId.of("77"), EmailAddress.of("hanako@EXAMPLE.jp"));
        editable(stores).save(again);
        Consents consents = new Consents(stores.consents(), InstantSource.fixed(NOW));
        MailingList news = MailingList.of("news");
        ConsentResult byData =
                consents.subscribe(again.id(), news, Evidence.byData("CSV import", "customers.csv, line 2"));
        assertThat(byData).isInstanceOf(ConsentResult.Refused.class);
        assertThat(stores.consents().subscriptionsOf(again.id()))
                .singleElement()
                .satisfies(stop -> assertThat(stop.status()).isEqualTo(SubscriptionStatus.STOPPED))
                .satisfies(stop -> assertThat(stop.list()).isEqualTo("news"));
        assertThat(consents.subscribe(again.id(), news, Evidence.byRecipient("web form", "signup")))
                .as("the recipient may come back")
                .isInstanceOf(ConsentResult.Changed.class);
    }

    @Test
    @Tag("R1.3")
    @DisplayName("an import of an erased address leaves it stopped, with a note and not as a failure")
    default void import_ofAnErasedAddress_staysStopped() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        editable(stores).save(contact);
        stores.consents().save(stopped(contact.id()), null);
        stores.eraser().erase(contact.id());
        String csv = "mail,news\r\ntaro@example.jp,yes\r\nhanako@example.jp,yes\r\njiro@example.jp,yes\r\n";
        ImportReport report = ContactImport.into(stores, InstantSource.fixed(NOW))
                .address("mail")
                .consent("news", MailingList.of("news"), ConsentWords.active("yes"))
                .run(new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
        assertThat(report.count(RowClass.FAILED)).isZero();
        assertThat(status(stores, "hanako@example.jp")).isEqualTo(SubscriptionStatus.STOPPED);
        assertThat(status(stores, "taro@example.jp")).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(status(stores, "jiro@example.jp")).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    private static SubscriptionStatus status(Stores stores, String address) {
        Contact contact =
                stores.contacts().findByAddress(EmailAddress.of(address)).orElseThrow();
        return stores.consents().subscriptionsOf(contact.id()).get(0).status();
    }

    @Test
    @Tag("R1.3")
    @DisplayName("a block outlives the erasure, until an operator lifts it")
    default void erase_keepsBlocks() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        editable(stores).save(contact);
        Consents consents = new Consents(stores.consents(), InstantSource.fixed(NOW));
        consents.block(contact.address(), AddressStatus.COMPLAINED, "a complaint of hanako@example.jp");
        stores.eraser().erase(contact.id());
        EmailAddress again = EmailAddress.of("HANAKO@example.jp");
        assertThat(consents.addressStatus(again)).isEqualTo(AddressStatus.COMPLAINED);
        assertThat(stores.consents().addresses(List.of(again)).values())
                .as("a server's answer may name the person")
                .hasSize(1)
                .noneMatch(known -> known.reason().contains("hanako"));
        assertThat(consents.release(again, "asked by phone")).isTrue();
        assertThat(consents.addressStatus(again)).isEqualTo(AddressStatus.OK);
    }

    @Test
    @Tag("R2.4")
    @DisplayName("spot mail goes to nobody under an erased person's address, other mail goes as consent says")
    default void erase_keepsSpotMailAway() {
        Stores stores = emptyStores();
        ContactId erased = ContactId.of("1");
        editable(stores).save(Contact.of(erased, EmailAddress.of("hanako@example.jp")));
        stores.eraser().erase(erased);
        Contact again = Contact.of(ContactId.of("77"), EmailAddress.of("Hanako@example.jp"));
        Contact other = Contact.of(ContactId.of("78"), EmailAddress.of("taro@example.jp"));
        assertThat(stores.consents().erased(List.of(again.address(), other.address())))
                .containsExactly(again.address());
        for (Contact contact : List.of(again, other)) {
            editable(stores).save(contact);
            stores.consents().save(subscription(contact.id()), null);
        }
        RecordingTransport transport = new RecordingTransport();
        Hato hato = engine(stores, transport);
        Delivery spot = hato.deliveries()
                .spot("recall", RECALL, "a recall that the law asks for")
                .submit();
        hato.dispatcher().drain();
        assertThat(hato.history().row(spot.id()).excluded()).containsExactly(Map.entry(ExclusionReason.ERASED, 1L));
        assertThat(transport.attempts())
                .extracting(attempt -> attempt.recipient().key())
                .containsExactly(other.address().key());
        hato.deliveries().group("news", MailingList.of("news"), RECALL).submit();
        hato.send(Mail.of(RECALL).to(again).key("order-1").build());
        hato.dispatcher().drain();
        assertThat(transport.attempts())
                .as("news to both, the order's mail to one")
                .hasSize(4);
    }

    @Test
    @Tag("R2.4")
    @DisplayName("spot mail that was planned before an erasure does not go to the address afterwards")
    default void erase_afterThePlan_keepsSpotMailAway() {
        Stores stores = emptyStores();
        Contact first = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        Contact second = Contact.of(ContactId.of("2"), EmailAddress.of("jiro@example.jp"));
        List.of(first, second).forEach(editable(stores)::save);
        RecordingTransport transport = new RecordingTransport();
        transport.answer(attempt -> {
            if (transport.attempts().size() == 1) { // of whichever is first, the other one's address is erased
                Contact next = attempt.recipient().equals(first.address()) ? second : first;
                Contact moved = Contact.of(ContactId.of("3"), EmailAddress.of("moved@example.jp"));
                editable(stores).save(moved);
                stores.eraser().erase(moved.id());
                editable(stores).save(Contact.of(next.id(), moved.address()));
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        Hato hato = engine(stores, transport);
        Delivery spot = hato.deliveries()
                .spot("recall", RECALL, "a recall that the law asks for")
                .submit();
        hato.dispatcher().drain();
        assertThat(transport.attempts()).hasSize(1);
        assertThat(hato.history().row(spot.id()).excluded()).containsExactly(Map.entry(ExclusionReason.ERASED, 1L));
    }

    private static Hato engine(Stores stores, RecordingTransport transport) {
        return Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .clock(InstantSource.fixed(NOW))
                .build();
    }

    @Test
    @Tag("R1.3")
    @DisplayName("an erasure in a transaction that throws has not happened")
    default void erase_inATransactionThatThrows_isTakenBack() {
        Stores stores = emptyStores();
        Contact contact = Contact.of(ContactId.of("1"), EmailAddress.of("hanako@example.jp"));
        editable(stores).save(contact);
        stores.consents().save(stopped(contact.id()), null);
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    tx.eraser().erase(contact.id());
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(stores.contacts().find(contact.id())).contains(contact);
        assertThat(stores.consents().history(contact.id())).hasSize(1);
    }
}
