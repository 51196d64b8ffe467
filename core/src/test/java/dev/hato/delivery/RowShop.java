package dev.hato.delivery;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.calendar.QuietHours;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.event.EventStore;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.SegmentSelector;
import dev.hato.smtp.MailTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Stores in memory that count transactions, with a clock and a watch that are moved by hand. */
final class RowShop {
    static final MailingList NEWS = MailingList.of("news");
    static final Evidence FORM = Evidence.byRecipient("web form", "signup");
    private static final MessageTemplate SALE = MessageTemplate.named("sale")
            .subject("セール")
            .html("<p>{{ contact.email }}</p>")
            .build();

    final MemoryStores stores = MemoryStores.create();
    final AtomicInteger transactions = new AtomicInteger();
    final HandWatch watch = new HandWatch();
    final HandClock clock = new HandClock();

    /** A watch. */
    static final class HandWatch implements Watch {
        private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // watches overflow

        @Override
        public long nanos() {
            return nanos.get();
        }

        void advance(Duration time) {
            nanos.addAndGet(time.toNanos());
        }
    }

    /** A clock. */
    static final class HandClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-04-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void advance(Duration time) {
            now = now.plus(time);
        }
    }

    Hato engine(MailTransport transport) {
        return engine(transport, QuietHours.NONE);
    }

    Hato engine(MailTransport transport, QuietHours quiet) {
        return Hato.builder(new Counted(stores, transactions), transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .clock(clock)
                .zone(ZoneOffset.UTC)
                .quietHours(quiet)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    /** Subscribes {@code c0}, {@code c1}, … and submits a delivery to them. */
    Delivery delivery(Hato hato, int subscribers) {
        for (int i = 0; i < subscribers; i++) {
            Contact contact = Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp"));
            hato.contacts().save(contact);
            hato.consents().subscribe(contact.id(), NEWS, FORM);
        }
        return hato.deliveries().group("sale", NEWS, SALE).submit();
    }

    /** Plans a delivery to so many subscribers, without sending anything. */
    void planned(int subscribers) {
        Hato hato = engine(new PausingTransport());
        Delivery delivery = delivery(hato, subscribers);
        Delivery sending = delivery.to(DeliveryState.SENDING, clock.instant());
        stores.deliveries().replace(sending);
        for (int i = 0; i < subscribers; i++) {
            ContactId contact = ContactId.of("c" + i);
            stores.outbox()
                    .add(List.of(OutboxEntry.planned(new PlannedMail(
                            SendKey.ofDelivery(delivery.id(), contact),
                            MailKind.GROUP,
                            contact,
                            clock.instant(),
                            "f",
                            null))));
        }
    }

    /** Returns all mails of the delivery as they stand. */
    List<OutboxEntry> mails(Delivery delivery) {
        List<OutboxEntry> all = new ArrayList<>();
        List<OutboxEntry> page = stores.outbox().page(delivery.id().source(), null, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = stores.outbox()
                    .page(
                            delivery.id().source(),
                            page.get(page.size() - 1).mail().key(),
                            1_000);
        }
        return all;
    }

    /** Returns how many mails are on their way as far as the store knows. */
    long begun(Delivery delivery) {
        return mails(delivery).stream()
                .map(OutboxEntry::lease)
                .filter(lease -> lease != null && lease.started())
                .count();
    }

    /** Counts the transactions. */
    private record Counted(MemoryStores all, AtomicInteger transactions) implements Stores {
        @Override
        public ContactStore contacts() {
            return all.contacts();
        }

        @Override
        public ConsentStore consents() {
            return all.consents();
        }

        @Override
        public EventStore events() {
            return all.events();
        }

        @Override
        public Outbox outbox() {
            return all.outbox();
        }

        @Override
        public DeliveryStore deliveries() {
            return all.deliveries();
        }

        @Override
        public SegmentSelector selector() {
            return all.selector();
        }

        @Override
        public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
            transactions.incrementAndGet();
            return all.inTransaction(work);
        }
    }
}
