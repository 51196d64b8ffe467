package dev.hato.testkit;

import dev.hato.Hato;
import dev.hato.HatoListener;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.LegalNotices;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.MailTransport;
import java.time.ZoneId;

/** An engine with a movable clock, a list, and contacts on it. */
final class EngineFixture {
    static final TextAttribute NAME = Attribute.text("name");
    static final MailingList NEWS = MailingList.of("news").titled("鳩の便り");
    static final Evidence FORM = Evidence.byRecipient("web form", "https://shop.example/signup");
    static final MessageTemplate SALE = MessageTemplate.named("sale")
            .subject("{{ contact.name }} 様")
            .html("<p>{{ contact.name }} 様、春のセールです。</p>")
            .build();

    final MemoryStores stores = MemoryStores.create();
    final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    final RecordingTransport transport = new RecordingTransport();
    final Hato hato = engine(transport, new HatoListener() {});

    Hato engine(MailTransport through, HatoListener listener) {
        return Hato.builder(stores, through)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .recipientName(NAME)
                .clock(clock)
                .zone(ZoneId.of("Asia/Tokyo"))
                .listener(listener)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    /** Saves a contact {@code id@example.jp} with a name. */
    Contact contact(String id) {
        Contact contact = Contact.of(ContactId.of(id), EmailAddress.of(id + "@example.jp"))
                .with(NAME, "名前" + id);
        hato.contacts().save(contact);
        return contact;
    }

    /** Saves a contact and subscribes it. */
    Contact subscriber(String id) {
        Contact contact = contact(id);
        hato.consents().subscribe(contact.id(), NEWS, FORM);
        return contact;
    }

    void subscribers(int count) {
        for (int i = 0; i < count; i++) {
            subscriber("s" + i);
        }
    }
}
