package dev.hato.benchmarks;

import dev.hato.jdbc.JdbcStores;
import dev.hato.message.MessageTemplate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;

/** What is due in PostgreSQL, with fsync: taken, done and recorded. */
final class OutboxSpeed implements Benchmark {
    /** So many batches are under way at once. */
    private static final int WORKERS = 4;

    private static final int BATCH = 500;

    private @Nullable DurablePostgres server;

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public String description() {
        return "mails that are due in PostgreSQL, claimed, begun and recorded (100,000; --quick 20,000)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        DurablePostgres started = new DurablePostgres(progress);
        server = started;
        progress.say("A mail of ours is claimed, its consent read, its beginning, outcome and event recorded; a task of"
                + " the peers does nothing, and the limit only claims and deletes rows.");
        Runnable checkpoint = () -> started.execute("checkpoint");
        boolean quick = settings.quick();
        List<Row> rows = new ArrayList<>();
        rows.add(new BacklogRow("hato", false, quick ? 20_000 : 100_000, mails(started), checkpoint, progress));
        rows.add(new BacklogRow(
                "limit", false, quick ? 20_000 : 100_000, new BareQueue(started, WORKERS), checkpoint, progress));
        rows.add(new BacklogRow(
                "db-scheduler", true, quick ? 10_000 : 50_000, new DbSchedulerBacklog(started), checkpoint, progress));
        rows.add(new BacklogRow(
                "jobrunr", true, quick ? 4_000 : 20_000, new JobRunrBacklog(started), checkpoint, progress));
        try {
            rows.add(new BacklogRow(
                    "quartz", true, quick ? 1_000 : 5_000, new QuartzBacklog(started), checkpoint, progress));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be started: " + e.getMessage(), e);
        }
        return rows;
    }

    private static Backlog mails(DurablePostgres server) {
        JdbcStores stores = JdbcStores.on(server.pool(WORKERS + 4, ""));
        stores.schema().migrate();
        MessageTemplate template = MessageTemplate.named("short")
                .subject("{{ contact.name }}様へのお知らせ")
                .text("{{ contact.name }}様\r\n\r\n秋の新作ができました。\r\n")
                .build();
        return new GroupMail(
                () -> stores,
                () -> server.execute("truncate hato_outbox, hato_event"),
                template,
                new NullTransport(BATCH),
                WORKERS);
    }

    /** A round of warming up has a quarter of the mails. */
    @Override
    public int warmUpRounds(Settings settings) {
        return settings.quick() ? 6 : 4;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 3 : 5;
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results)
                .atLeast(0.4, "hato", "limit")
                .atLeast(3, "hato", "db-scheduler")
                .atLeast(50, "hato", "quartz")
                .toString();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
