package dev.hato.benchmarks;

import java.time.Duration;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;
import org.jobrunr.utils.mapper.jackson3.Jackson3JsonMapper;

/** Fire-and-forget jobs of JobRunr that do nothing; it polls as often as it may. */
public final class JobRunrBacklog implements Backlog {
    private static final int WORKERS = 64;
    private static volatile Arrivals arrivals = new Arrivals(0);

    private final DurablePostgres server;
    private final JobRunrConfiguration.JobRunrConfigurationResult jobs;
    private boolean started;

    JobRunrBacklog(DurablePostgres server) {
        this.server = server;
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
        BackgroundJobServer worker = jobs.getBackgroundJobServer();
        if (started) {
            worker.resumeProcessing();
        } else {
            started = true;
            worker.start();
        }
        due.await();
        worker.pauseProcessing();
        return count;
    }

    @Override
    public void clear() {
        server.execute("delete from jobrunr_jobs");
    }

    @Override
    public void close() {
        JobRunr.destroy();
    }

    /** A job that does nothing. */
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
            arrivals.arrived();
        }
    }
}
