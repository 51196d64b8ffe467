package dev.hato.benchmarks;

import dev.hato.Stores;
import dev.hato.jdbc.JdbcStores;
import dev.hato.memory.MemoryStores;
import dev.hato.smtp.PipelinedSmtpTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What it costs a delivery over SMTP that every mail's way is kept in PostgreSQL rather than in memory. */
final class DurableSpeed implements Benchmark {
    /**
     * A mail waits for one commit: over a disk it takes more connections than over memory to keep a server busy, and the
     * more there are the more mails share a commit.
     */
    private static final int CONNECTIONS = 32;

    private static final int MANY_CONNECTIONS = 128;

    /** Two transactions run at a time, whatever the number of connections. */
    private static final int POOL = 8;

    private @Nullable DurablePostgres server;
    private @Nullable SinkProcess sink;

    @Override
    public String name() {
        return "durable";
    }

    @Override
    public String description() {
        return "a delivery over SMTP with its outbox in PostgreSQL, and in memory (20,000 mails; --quick 5,000)";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        DurablePostgres started = new DurablePostgres(progress);
        server = started;
        try {
            sink = SinkProcess.start(List.of(), "127.0.0.1", 0);
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot be started: " + e.getMessage(), e);
        }
        progress.say("All rows render and send the same mails over " + CONNECTIONS + " or " + MANY_CONNECTIONS
                + " connections in plain text, as the sink speaks no TLS.");
        JdbcStores stores = JdbcStores.on(started.pool(POOL, ""));
        stores.schema().migrate();
        int mails = settings.quick() ? 5_000 : 20_000;
        Kept durable = new Kept(
                () -> stores,
                () -> started.execute("truncate hato_outbox, hato_event"),
                () -> started.execute("checkpoint"));
        Kept inMemory = new Kept(MemoryStores::create, () -> {}, System::gc);
        return List.of(
                row("postgresql", CONNECTIONS, mails, durable, sink, progress),
                row("memory", CONNECTIONS, mails, inMemory, sink, progress),
                row("postgresql-128", MANY_CONNECTIONS, mails, durable, sink, progress),
                row("memory-128", MANY_CONNECTIONS, mails, inMemory, sink, progress));
    }

    /** Where mails are kept, how that is emptied behind a round, and what happens before its clock starts. */
    private record Kept(Supplier<Stores> stores, Runnable emptying, Runnable before) {}

    private static Row row(String name, int connections, int mails, Kept kept, SinkProcess sink, Progress progress) {
        PipelinedSmtpTransport transport = PipelinedSmtpTransport.to(
                        sink.destination().host(), sink.destination().port())
                .plaintext()
                .connections(connections)
                .build();
        Backlog sent =
                new GroupMail(kept.stores(), kept.emptying(), Newsletter.deliveryTemplate(), transport, connections);
        return new BacklogRow(name, false, mails, new Counted(sent, sink), kept.before(), progress);
    }

    /** What runs for days is compiled: until then the first hundred thousand take twice as long. */
    @Override
    public int warmUpRounds(Settings settings) {
        return settings.quick() ? 20 : 5;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 5 : 7;
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results)
                .atLeast(0.7, "postgresql", "memory")
                .atLeast(0.7, "postgresql-128", "memory-128")
                .toString();
    }

    @Override
    public void close() {
        if (sink != null) {
            sink.close();
        }
        if (server != null) {
            server.close();
        }
    }

    /** Mails that are done only when the sink has counted them. */
    private record Counted(Backlog mails, SinkProcess sink) implements Backlog {
        @Override
        public void fill(int count) throws Exception {
            mails.fill(count);
        }

        @Override
        public long work(int count) throws Exception {
            long before = sink.count().mails();
            long recorded = mails.work(count);
            long accepted = sink.count().mails() - before;
            if (accepted != recorded) {
                throw new IllegalStateException(
                        recorded + " mails are recorded as handed over, but the sink accepted " + accepted + ".");
            }
            return recorded;
        }

        @Override
        public void clear() throws Exception {
            mails.clear();
        }

        @Override
        public void close() {
            mails.close();
        }
    }
}
