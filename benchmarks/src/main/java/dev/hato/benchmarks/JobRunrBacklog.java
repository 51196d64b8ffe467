package dev.hato.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.BackgroundJobRequest;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.runner.ThreadLocalJobContext;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Jobs of JobRunr, once and for nothing, or that insert a row each and schedule the next; it polls as often as it may.
 */
public final class JobRunrBacklog implements Backlog {
    private static final int WORKERS = 64;
    private static volatile Arrivals arrivals = new Arrivals(0);
    private static volatile @Nullable StepRows inserting;

    private final DurablePostgres server;
    private final @Nullable StepRows rows;
    private final JobRunrConfiguration.JobRunrConfigurationResult jobs;
    private boolean started;

    JobRunrBacklog(DurablePostgres server, @Nullable StepRows rows) {
        this.server = server;
        this.rows = rows;
        StorageProvider storage = new PostgresStorageProvider(server.pool(16, ""));
        jobs = JobRunr.configure()
                .useJsonMapper(new Jackson3JsonMapper())
                .useStorageProvider(storage)
                .useBackgroundJobServer(
                        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                .andPollInterval(Duration.ofSeconds(5))
                                .andWorkerCount(WORKERS),
                        false)
                .initialize();
    }

    @Override
    public void fill(int count) {
        jobs.getJobRequestScheduler().enqueue(IntStream.range(0, count).mapToObj(i -> new Nothing()));
    }

    @Override
    public long work(int count) throws InterruptedException {
        Arrivals due = new Arrivals(count);
        arrivals = due;
        inserting = rows;
        BackgroundJobServer worker = jobs.getBackgroundJobServer();
        if (started) {
            worker.resumeProcessing();
        } else {
            started = true;
            worker.start();
        }
        due.await();
        worker.pauseProcessing();
        return rows == null ? count : rows.count();
    }

    @Override
    public void clear() {
        server.execute("delete from jobrunr_jobs");
        if (rows != null) {
            rows.clear();
        }
    }

    @Override
    public void close() {
        JobRunr.destroy();
    }

    /** A job. */
    public static final class Nothing implements JobRequest {
        private static final long serialVersionUID = 1;

        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Does it. */
    public static final class Handler implements JobRequestHandler<Nothing> {
        @Override
        public void run(Nothing request) {
            StepRows into = inserting;
            if (into != null) {
                into.insert(ThreadLocalJobContext.getJobContext().getJobId().toString());
                BackgroundJobRequest.schedule(Instant.now().plus(StepRows.AGAIN), new Nothing());
            }
            arrivals.arrived();
        }
    }
}
