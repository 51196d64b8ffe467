package dev.hato.benchmarks;

import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.set;

import dev.hato.Hato;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.jdbc.JdbcStores;
import dev.hato.message.Mailbox;
import dev.hato.segment.Segment;
import dev.hato.step.EnrolReport;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A segment into a scenario in PostgreSQL, beside COPY of the same rows into the same table. */
final class EnrolSpeed implements Benchmark {
    private static final TextAttribute PLAN = Attribute.text("plan");
    private static final int PAGE = 5_000;
    private static final String EMPTYING = "truncate hato_enrolment";

    private @Nullable DurablePostgres server;
    private @Nullable Path file;

    @Override
    public String name() {
        return "enrol";
    }

    @Override
    public String description() {
        return "a segment of contacts into a scenario in PostgreSQL (1,000,000; --quick 100,000)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        int contacts = settings.quick() ? 100_000 : 1_000_000;
        DurablePostgres started = new DurablePostgres(progress);
        server = started;
        JdbcStores stores =
                JdbcStores.builder(started.pool(4, "")).attributes(PLAN).build();
        stores.schema().migrate();
        progress.say("saving " + contacts + " contacts of the segment, and a tenth as many others");
        save((EditableContactStore) stores.contacts(), contacts);
        started.execute("vacuum analyze hato_contact");
        StepScheduler scheduler = scheduler(stores);
        Segment trial = Segment.of("trial", PLAN.is("trial"));
        Path rows;
        try {
            rows = Files.createTempFile("hato-enrol", ".copy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file = rows;
        Mover mover = new Mover(started.pool(1, ""), "hato_enrolment", rows);
        Runnable before = () -> started.execute(EMPTYING, "checkpoint");
        enrol(scheduler, trial);
        long written = mover.out();
        if (written != contacts) {
            throw new IllegalStateException(written + " of " + contacts + " contacts are enrolled.");
        }
        return List.of(
                new WriteRow("hato", contacts, before, () -> enrol(scheduler, trial), progress),
                new WriteRow("copy", contacts, before, mover::in, progress));
    }

    private static StepScheduler scheduler(JdbcStores stores) {
        Hato hato = Hato.builder(stores, new NullTransport(1))
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .build();
        Scenario scenario = Scenario.named("trial-follow-up")
                .step("day-3", days(3).at(10, 0), set(Attribute.text("asked"), "once"))
                .step("day-7", days(7).at(10, 0), set(Attribute.text("asked"), "twice"))
                .list(MailingList.of("news"))
                .build();
        return StepScheduler.builder(hato, stores.steps()).scenario(scenario).build();
    }

    /** One in eleven is in another plan, so that the segment is not the table. */
    private static void save(EditableContactStore store, int inSegment) {
        List<Contact> page = new ArrayList<>(PAGE);
        int saved = 0;
        for (int i = 0; saved < inSegment; i++) {
            boolean other = i % 11 == 10;
            saved += other ? 0 : 1;
            page.add(Contact.of(ContactId.of("c" + (10_000_000 + i)), EmailAddress.of("member" + i + "@example.jp"))
                    .with(PLAN, other ? "gold" : "trial"));
            if (page.size() == PAGE || saved == inSegment) {
                store.insertNew(page);
                page.clear();
            }
        }
    }

    private static long enrol(StepScheduler scheduler, Segment segment) {
        EnrolReport report = scheduler.enrol(segment);
        return report.enrolled();
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return 1;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 5 : 3;
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results).atLeast(0.4, "hato", "copy").toString();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
