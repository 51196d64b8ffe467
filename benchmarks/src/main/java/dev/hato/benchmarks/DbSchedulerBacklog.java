package dev.hato.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of db-scheduler, once and for nothing, or that insert a row each and are due again; it polls by lock and fetch,
 * as its documentation advises for many.
 */
final class DbSchedulerBacklog implements Backlog {
    private static final int THREADS = 20;
    private static final String DUE = "select count(*) from scheduled_tasks where execution_time <= now()";

    private final DurablePostgres server;
    private final DataSource pool;
    private volatile Arrivals arrivals = new Arrivals(0);
    private final Task<Void> task;
    private final @Nullable StepRows rows;

    DbSchedulerBacklog(DurablePostgres server, @Nullable StepRows rows) {
        this.server = server;
        this.rows = rows;
        task = rows == null
                ? Tasks.oneTime("bench").execute((instance, context) -> arrivals.arrived())
                : Tasks.custom("bench", Void.class).execute((instance, context) -> {
                    rows.insert(instance.getId());
                    arrivals.arrived();
                    return new CompletionHandler.OnCompleteReschedule<>(FixedDelay.of(StepRows.AGAIN));
                });
        pool = server.pool(THREADS + 4, "");
        // the tables of its documentation, for the version that is used
        server.execute(
                """
                create table scheduled_tasks (
                    task_name text not null, task_instance text not null, task_data bytea,
                    execution_time timestamp with time zone, picked boolean not null, picked_by text,
                    last_success timestamp with time zone, last_failure timestamp with time zone,
                    consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,
                    priority smallint, state text,
                    primary key (task_name, task_instance))
                """,
                "create index on scheduled_tasks (execution_time)",
                "create index on scheduled_tasks (last_heartbeat)");
    }

    private Scheduler scheduler() {
        return Scheduler.create(pool, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(50))
                .enableImmediateExecution()
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
    }

    @Override
    public void fill(int count) {
        Stream<TaskInstance<?>> instances = IntStream.range(0, count).mapToObj(i -> task.instance("t" + i));
        scheduler().scheduleBatch(instances, Instant.now().minusSeconds(60));
    }

    @Override
    public long work(int count) throws InterruptedException {
        Arrivals due = new Arrivals(count);
        arrivals = due;
        Scheduler scheduler = scheduler();
        scheduler.start();
        try {
            due.await();
            // the last ones are deleted, or put off, right after they were done
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (server.number(DUE) > 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        } finally {
            scheduler.stop();
        }
        long done = count - server.number(DUE);
        return rows == null ? done : Math.min(done, rows.count());
    }

    @Override
    public void clear() {
        server.execute("truncate scheduled_tasks");
        if (rows != null) {
            rows.clear();
        }
    }

    @Override
    public void close() {
        // each scheduler was stopped, and the pool belongs to the server
    }
}
