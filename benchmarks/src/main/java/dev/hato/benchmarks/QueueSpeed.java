package dev.hato.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quartz.SchedulerException;

/** Things that are due in PostgreSQL, with fsync, beside the schedulers that a user would pick instead. */
abstract class QueueSpeed implements Benchmark {
    /** So many batches are under way at once. */
    static final int WORKERS = 4;

    private @Nullable DurablePostgres server;

    /** Returns what is the same in all rows, and what is not. */
    abstract String note();

    /** Returns ours. */
    abstract Backlog ours(DurablePostgres postgres);

    /** Returns what the database needs for the least of the same work. */
    abstract Backlog limit(DurablePostgres postgres);

    /** Returns the rows that the peers' tasks insert before they are due again, or null for tasks that do nothing. */
    abstract @Nullable StepRows rows(DurablePostgres postgres);

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        DurablePostgres started = new DurablePostgres(progress);
        server = started;
        progress.say(note());
        int count = settings.quick() ? 20_000 : 100_000;
        StepRows inserted = rows(started);
        List<Row> rows = new ArrayList<>();
        rows.add(row("hato", count, ours(started), progress));
        rows.add(row("limit", count, limit(started), progress));
        rows.add(row("db-scheduler", count / 2, new DbSchedulerBacklog(started, inserted), progress));
        rows.add(row("jobrunr", count / 5, new JobRunrBacklog(started, inserted), progress));
        try {
            rows.add(row("quartz", count / 20, new QuartzBacklog(started, inserted), progress));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz cannot be started: " + e.getMessage(), e);
        }
        return rows;
    }

    private Row row(String name, int count, Backlog backlog, Progress progress) {
        boolean peer = !name.equals("hato") && !name.equals("limit");
        return new BacklogRow(name, peer, count, backlog, () -> open().execute("checkpoint"), progress);
    }

    private DurablePostgres open() {
        if (server == null) {
            throw new IllegalStateException("The server is not started.");
        }
        return server;
    }

    /** What runs for days is compiled: until then the first hundred thousand take twice as long. */
    @Override
    public int warmUpRounds(Settings settings) {
        return settings.quick() ? 8 : 3;
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
