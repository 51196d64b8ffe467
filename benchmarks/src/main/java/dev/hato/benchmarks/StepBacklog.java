package dev.hato.benchmarks;

import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.ContactId;
import dev.hato.delivery.LegalNotices;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Enrolments at a step that is due: its condition and consent are read, its mail is planned, and the next step set. */
final class StepBacklog implements Backlog {
    private static final MailingList LIST = MailingList.of("follow-up");

    private final Stores stores;
    private final Runnable emptying;
    private final StepScheduler scheduler;
    private final Workers workers;
    private int readers;

    /**
     * Steps over stores.
     *
     * @param emptying empties the enrolments and the outbox
     * @param threads how many drain at once
     */
    StepBacklog(Stores stores, Runnable emptying, int threads) {
        this.stores = stores;
        this.emptying = emptying;
        workers = new Workers("steps", threads);
        Hato hato = Hato.builder(stores, new NullTransport(1))
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .zone(ZoneId.of("Asia/Tokyo"))
                .build();
        scheduler = StepScheduler.builder(hato, stores.steps())
                .scenario(Scenario.named("follow-up")
                        .list(LIST)
                        .step("first", immediately(), mail(template("first")).onlyIf(Readers.NAME.startsWith("読者")))
                        .step("second", days(3).at(10, 0), mail(template("second")))
                        .build())
                .build();
    }

    private static MessageTemplate template(String name) {
        return MessageTemplate.named(name)
                .subject("{{ contact.name }}様へのお知らせ")
                .text("{{ contact.name }}様\r\n\r\n秋の新作ができました。\r\n")
                .build();
    }

    @Override
    public void fill(int count) {
        if (readers < count) {
            Readers.subscribe(stores, LIST, readers, count);
            readers = count;
        }
        List<ContactId> contacts =
                IntStream.range(0, count).mapToObj(i -> Readers.contact(i).id()).toList();
        long enrolled = scheduler.enrol("follow-up", contacts).enrolled();
        if (enrolled != count) {
            throw new IllegalStateException(enrolled + " of " + count + " were enrolled.");
        }
    }

    @Override
    public long work(int count) throws Exception {
        AtomicLong mailed = new AtomicLong();
        workers.run(index -> mailed.addAndGet(scheduler.drain().mailed()));
        return mailed.get();
    }

    @Override
    public void clear() {
        emptying.run();
    }

    @Override
    public void close() {
        workers.close();
    }
}
