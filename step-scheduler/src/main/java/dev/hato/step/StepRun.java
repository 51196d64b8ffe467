package dev.hato.step;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler at work on a thread of the host's; see {@link StepScheduler#start}. Thread-safe. */
public final class StepRun implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StepRun.class);
    private static final long LOOK_MILLIS = 500;
    private static final long AFTER_FAILURE_MILLIS = 5_000;

    private final StepScheduler scheduler;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    StepRun(StepScheduler scheduler, InstantSource clock) {
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /** Called by the executor. */
    @Override
    public void run() {
        try {
            long wait = 0;
            while (!closed.await(wait, TimeUnit.MILLISECONDS)) {
                wait = round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does what is due and returns for how long to wait. */
    private long round() {
        try {
            scheduler.drain();
            Instant now = clock.instant();
            return scheduler
                    .nextDue()
                    .map(due -> Math.max(
                            1, Math.min(LOOK_MILLIS, Duration.between(now, due).toMillis())))
                    .orElse(LOOK_MILLIS);
        } catch (RuntimeException e) {
            LOG.error("Steps could not be done; they are tried again.", e);
            return AFTER_FAILURE_MILLIS;
        }
    }

    /** Ends the work after what is under way. */
    @Override
    public void close() {
        closed.countDown();
    }
}
