package dev.hato.benchmarks;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.MailState;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.MailTransport;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Group deliveries to a list, planned before, sent by the real engine. */
final class GroupMail implements Backlog {
    static final TextAttribute NAME = Attribute.text("name");

    private static final Instant LONG_AGO = Instant.parse("2026-04-01T00:00:00Z");
    private static final int PAGE = 1_000;

    private final Supplier<Stores> opened;
    private final Runnable emptying;
    private final MessageTemplate template;
    private final MailTransport transport;
    private final int workers;
    private final ExecutorService threads;
    private final Set<MailingList> lists = new HashSet<>();
    private Stores stores;
    private int deliveries;

    /**
     * Deliveries over stores.
     *
     * @param opened gives the stores, which are asked for at the beginning and after each clearing; what it gives later
     *     may be the same ones
     * @param emptying empties the outbox and the events
     * @param workers how many mails, or batches of them, are sent at once
     */
    GroupMail(
            Supplier<Stores> opened,
            Runnable emptying,
            MessageTemplate template,
            MailTransport transport,
            int workers) {
        this.opened = opened;
        this.emptying = emptying;
        this.template = template;
        this.transport = transport;
        this.workers = workers;
        threads = Executors.newFixedThreadPool(workers, task -> {
            Thread thread = new Thread(task, "sending");
            thread.setDaemon(true);
            return thread;
        });
        stores = opened.get();
    }

    @Override
    public void fill(int count) {
        MailingList list = MailingList.of("news-" + count);
        if (lists.add(list)) {
            for (int from = 0; from < count; from += PAGE) {
                subscribe(list, from, Math.min(count, from + PAGE));
            }
        }
        Hato planning = engine(new PlanningStores(stores));
        planning.deliveries().group("delivery " + ++deliveries, list, template).submit();
        planning.dispatcher().drain();
    }

    private void subscribe(MailingList list, int from, int to) {
        List<Contact> contacts = new ArrayList<>();
        List<SubscriptionChange> changes = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Contact contact = contact(i);
            contacts.add(contact);
            Subscription active = new Subscription(
                    contact.id(),
                    list.name(),
                    SubscriptionStatus.ACTIVE,
                    LONG_AGO,
                    Evidence.byRecipient("form", "shop.example"));
            changes.add(new SubscriptionChange(active, null));
        }
        ((EditableContactStore) stores.contacts()).saveAll(contacts);
        if (!stores.consents().saveAll(changes).isEmpty()) {
            throw new IllegalStateException("Not all became subscribers.");
        }
    }

    private static Contact contact(int number) {
        return Contact.of(ContactId.of("c" + number), EmailAddress.of("reader" + number + "@example.jp"))
                .with(NAME, "読者" + number);
    }

    private Hato engine(Stores over) {
        return Hato.builder(over, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .zone(ZoneId.of("Asia/Tokyo"))
                .build();
    }

    @Override
    public long work(int count) {
        DispatchReport report = engine(stores).dispatcher().on(threads, workers).drain();
        return report.count(MailState.HANDED_OVER);
    }

    @Override
    public void clear() {
        emptying.run();
        Stores next = opened.get();
        if (next != stores) {
            stores = next;
            lists.clear();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        transport.close();
    }
}
