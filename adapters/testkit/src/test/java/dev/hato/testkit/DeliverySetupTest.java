package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.FORM;
import static dev.hato.testkit.EngineFixture.NAME;
import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryDraft;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.IllegalTransitionException;
import dev.hato.delivery.LegalNotices;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Conditions;
import dev.hato.segment.Segment;
import dev.hato.segment.SegmentReferenceException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is refused before a delivery begins, and what it takes from its engine. */
class DeliverySetupTest {
    private final EngineFixture engine = new EngineFixture();

    @Test
    @Tag("R7.1")
    void resume_ofADeliveryThatIsNotHeld_isRefused() {
        engine.subscriber("a");
        Delivery later = engine.hato
                .deliveries()
                .group("sale", NEWS, SALE)
                .at(engine.clock.instant().plusSeconds(3600))
                .submit();
        assertThatThrownBy(() -> engine.hato.deliveries().resume(later.id()))
                .isInstanceOf(IllegalTransitionException.class)
                .hasMessageContaining("SCHEDULED")
                .hasMessageContaining("SENDING");
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).isEmpty();
        assertThat(engine.hato.deliveries().unschedule(later.id()).state()).isEqualTo(DeliveryState.DRAFT);
    }

    @Test
    void draft_submittedTwice_isRefused() {
        DeliveryDraft draft = engine.hato.deliveries().group("sale", NEWS, SALE);
        draft.submit();
        assertThatThrownBy(draft::submit)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sale");
        assertThat(engine.hato.deliveries().list()).hasSize(1);
    }

    @Test
    void segment_thatNamesAnUnknownOne_isRefusedWhenSubmitted() {
        Segment unknown = Segment.of("x", Conditions.inSegment("nope"));
        assertThatThrownBy(() -> engine.hato
                        .deliveries()
                        .group("sale", NEWS, SALE)
                        .to(unknown)
                        .submit())
                .isInstanceOf(SegmentReferenceException.class)
                .hasMessageContaining("nope");
        assertThat(engine.hato.deliveries().list()).isEmpty();
    }

    @Test
    @Tag("R8.1")
    void template_withASlipOfThePen_isRefusedWhereAttributesAreDeclared() {
        Hato declared = Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .attributes(NAME)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
        MessageTemplate slip = MessageTemplate.named("slip")
                .subject("s")
                .text("{{ contact.nmae }} 様")
                .build();
        assertThatThrownBy(() -> declared.deliveries().group("sale", NEWS, slip).submit())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contact.nmae")
                .hasMessageContaining("contact.name");
        declared.deliveries().group("sale", NEWS, SALE).submit();
    }

    @Test
    void hostsOwnContacts_readOnly_areMailedTo() {
        Contact host = Contact.of(ContactId.of("7"), EmailAddress.of("host@example.jp"))
                .with(NAME, "宿主");
        Stores stores = MemoryStores.over(new ContactStore() {
            @Override
            public Optional<Contact> find(ContactId id) {
                return id.equals(host.id()) ? Optional.of(host) : Optional.empty();
            }

            @Override
            public Optional<Contact> findByAddress(EmailAddress address) {
                return address.equals(host.address()) ? Optional.of(host) : Optional.empty();
            }

            @Override
            public List<Contact> page(@Nullable ContactId after, int limit) {
                return after == null ? List.of(host) : List.of();
            }

            @Override
            public long count() {
                return 1;
            }
        });
        Hato hato = Hato.builder(stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
        hato.consents().subscribe(host.id(), NEWS, FORM);
        hato.deliveries()
                .group("sale", NEWS, SALE)
                .to(Segment.of("named", NAME.is("宿主")))
                .submit();
        hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(1);
        assertThatThrownBy(() -> hato.contacts().save(host))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("read-only");
        assertThatThrownBy(() -> hato.imports().contacts()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void zone_ofTheEngine_isThatOfDatesInTheMail() {
        Hato newYork = Hato.builder(engine.stores, engine.transport)
                .sender(Mailbox.of("news@shop.example"))
                .zone(ZoneId.of("America/New_York"))
                .clock(engine.clock)
                .build();
        MessageTemplate template = MessageTemplate.named("t")
                .subject("s")
                .text("{{ at | date: \"yyyy-MM-dd HH:mm\" }}")
                .build();
        newYork.send(dev.hato.delivery.Mail.of(template)
                .to(engine.contact("a"))
                .with("at", engine.clock.instant())
                .build());
        ParsedMail mail =
                new ParsedMail(engine.transport.attempts().get(0).mail().toByteArray());
        assertThat(String.valueOf(mail.text()).strip()).isEqualTo("2026-03-31 20:00");
        assertThat(mail.header("Date")).containsExactly("Tue, 31 Mar 2026 20:00:00 -0400");
    }
}
