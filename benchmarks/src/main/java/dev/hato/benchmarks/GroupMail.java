package dev.hato.benchmarks;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.MailState;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.MailTransport;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Group deliveries to a list, planned before, sent by the real engine. */
final class GroupMail implements Backlog {
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
        MailingList list =
                MailingList.of("news-" + count + "-" + workers); // rows of other workers may share the stores
        if (lists.add(list)) {
            Readers.subscribe(stores, list, 0, count);
        }
        Hato planning = engine(new PlanningStores(stores));
        planning.deliveries().group("delivery " + ++deliveries, list, template).submit();
        planning.dispatcher().drain();
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
