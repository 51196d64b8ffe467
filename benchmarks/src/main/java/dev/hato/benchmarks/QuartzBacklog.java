package dev.hato.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Triggers of Quartz, due at once, for a job that does nothing, or that inserts a row and is due again; it takes them in
 * batches.
 */
public final class QuartzBacklog implements Backlog {
    private static final int THREADS = 20;
    private static final SimpleScheduleBuilder AGAIN = SimpleScheduleBuilder.simpleSchedule()
            .withIntervalInHours(Math.toIntExact(StepRows.AGAIN.toHours()))
            .repeatForever();

    private static volatile Arrivals arrivals = new Arrivals(0);
    private static volatile @Nullable StepRows inserting;

    private final Scheduler scheduler;
    private final @Nullable StepRows rows;

    QuartzBacklog(DurablePostgres server, @Nullable StepRows rows) throws SchedulerException {
        this.rows = rows;
        server.execute(tables());
        Properties settings = new Properties();
        settings.putAll(Map.ofEntries(
                Map.entry("org.quartz.scheduler.instanceName", "bench"),
                Map.entry("org.quartz.scheduler.skipUpdateCheck", "true"),
                Map.entry("org.quartz.scheduler.idleWaitTime", "1000"),
                Map.entry("org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(THREADS)),
                Map.entry("org.quartz.scheduler.batchTriggerAcquisitionFireAheadTimeWindow", "1000"),
                Map.entry("org.quartz.threadPool.threadCount", Integer.toString(THREADS)),
                Map.entry("org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX"),
                Map.entry("org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate"),
                Map.entry("org.quartz.jobStore.dataSource", "bench"),
                Map.entry("org.quartz.jobStore.acquireTriggersWithinLock", "true"),
                Map.entry("org.quartz.jobStore.misfireThreshold", "3600000"),
                Map.entry("org.quartz.dataSource.bench.provider", "hikaricp"),
                Map.entry("org.quartz.dataSource.bench.driver", "org.postgresql.Driver"),
                Map.entry("org.quartz.dataSource.bench.URL", server.url()),
                Map.entry("org.quartz.dataSource.bench.user", "postgres"),
                Map.entry("org.quartz.dataSource.bench.password", "postgres"),
                Map.entry("org.quartz.dataSource.bench.maxConnections", Integer.toString(THREADS + 4))));
        scheduler = new StdSchedulerFactory(settings).getScheduler();
    }

    /** Returns its own script. */
    private static String tables() {
        try (InputStream in = Objects.requireNonNull(
                QuartzBacklog.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql"),
                "Quartz' script of tables")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void fill(int count) throws SchedulerException {
        JobDetail job = JobBuilder.newJob(Nothing.class)
                .withIdentity("job")
                .storeDurably()
                .build();
        Set<Trigger> triggers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            TriggerBuilder<Trigger> trigger = TriggerBuilder.newTrigger()
                    .withIdentity("t" + i)
                    .forJob(job)
                    .startNow();
            triggers.add(
                    rows == null ? trigger.build() : trigger.withSchedule(AGAIN).build());
        }
        scheduler.scheduleJobs(Map.of(job, triggers), true);
    }

    @Override
    public long work(int count) throws Exception {
        Arrivals due = new Arrivals(count);
        arrivals = due;
        inserting = rows;
        scheduler.start();
        due.await();
        scheduler.standby();
        return rows == null ? count : rows.count();
    }

    @Override
    public void clear() throws SchedulerException {
        scheduler.clear();
        if (rows != null) {
            rows.clear();
        }
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop.", e);
        }
    }

    /** The job. */
    public static final class Nothing implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            StepRows into = inserting;
            if (into != null) {
                into.insert(context.getTrigger().getKey().getName());
            }
            arrivals.arrived();
        }
    }
}
