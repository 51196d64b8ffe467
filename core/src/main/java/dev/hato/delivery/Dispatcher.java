package dev.hato.delivery;

import dev.hato.smtp.BulkTransport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due: plans deliveries whose time has come, claims mails, sends them, records the
 * outcomes.
 *
 * <p>No thread is started here. {@link #drain()} works on the calling thread, or on as many threads
 * of the host's executor as {@link #on} says, with the calling thread keeping the leases alive:
 *
 * <pre>{@code
 * hato.dispatcher().on(executor, 8).drain();
 * }</pre>
 *
 * <p>Any number of dispatchers, on any number of nodes, may work on the same stores. Immutable and
 * thread-safe.
 */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration SHARED_LEASE = Duration.ofSeconds(30);

    /** Nobody renews the lease of a dispatcher that works alone: it outlasts the longest send. */
    private static final Duration LONE_LEASE = Duration.ofMinutes(20);

    /** A worker whose transaction has not ended for so many leases is not waited for. */
    private static final int PATIENCE = 4;

    private static final int CLAIMS_PER_WORKER = 25;
    private static final long PROGRESS_NANOS = Round.millis(250);

    private final EngineSettings settings;
    private final @Nullable Executor executor;
    private final int parallelism;
    private final Duration lease;
    private final Watch watch;

    /** Made by {@code hato.dispatcher()}. */
    public Dispatcher(EngineSettings settings) {
        this(settings, null, 1, LONE_LEASE, Watch.SYSTEM);
    }

    private Dispatcher(
            EngineSettings settings, @Nullable Executor executor, int parallelism, Duration lease, Watch watch) {
        this.settings = settings;
        this.executor = executor;
        this.parallelism = parallelism;
        this.lease = lease;
        this.watch = watch;
    }

    /**
     * Returns a dispatcher that sends on the executor's threads.
     *
     * @param executor runs up to {@code parallelism} tasks that last as long as a round; with fewer
     *     threads free fewer mails are sent at once, and with none the calling thread sends them
     * @param parallelism how many mails are sent at once, at least 1
     */
    public Dispatcher on(Executor executor, int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("The parallelism is " + parallelism + "; it takes at least 1.");
        }
        Objects.requireNonNull(executor, "executor");
        return new Dispatcher(settings, executor, parallelism, this.executor == null ? SHARED_LEASE : lease, watch);
    }

    /**
     * Returns a dispatcher whose claims last so long before another may take them over, unless they
     * are renewed. The default is 30 seconds with an executor; without one, where nobody can renew
     * during a send, 20 minutes.
     */
    public Dispatcher leasing(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("The lease is " + duration + "; it must be longer than nothing.");
        }
        return new Dispatcher(settings, executor, parallelism, duration, watch);
    }

    /** Returns a dispatcher that tells by this watch how long its leases have lasted. */
    Dispatcher by(Watch other) {
        return new Dispatcher(settings, executor, parallelism, lease, other);
    }

    /**
     * Sends until nothing is due any more and returns what became of the mails. What {@linkplain
     * dev.hato.Hato.Builder#quietHours quiet hours} hold is not due before their end; it is counted as given back.
     *
     * <p>When the route fails several times in a row, the round is broken off, and the mails not
     * begun are given back. When a store fails, its exception is thrown after all workers have
     * stopped; what they had claimed is taken over when the leases end. An interrupt, of this thread or of a
     * worker's (the executor is shut down), ends the round after the mails in work; the others are given
     * back.
     *
     * @throws IllegalStateException if the stores take part in a transaction of the host's on this thread; or if a
     *     transaction of a worker's does not end, long after its lease has
     */
    public DispatchReport drain() {
        if (settings.stores().isInTransaction()) {
            throw new IllegalStateException("A dispatcher cannot drain within a transaction, since what it sends would "
                    + "be rolled back with it; call it after the commit, or on another thread.");
        }
        new Planner(settings).run();
        Round round = new Round();
        MailSender sender = new MailSender(settings);
        int batch = parallelism * CLAIMS_PER_WORKER;
        Leases leases =
                new Leases(settings.stores(), settings.clock(), lease, batch, watch, NoSendWindows.of(settings));
        if (executor == null) {
            drainAlone(round, sender, leases);
        } else {
            drainOn(executor, round, sender, leases);
        }
        sender.giveBack(round.drainWaiting());
        DispatchReport report = round.report();
        if (report.routeFailure() != null) {
            settings.listener().routeFailed(report.routeFailure());
        }
        new Closer(settings).run();
        return report;
    }

    private void drainAlone(Round round, MailSender sender, Leases leases) {
        Progress progress = new Progress(settings, Watch.SYSTEM, PROGRESS_NANOS);
        while (!round.isStopped() && !Thread.currentThread().isInterrupted()) {
            List<Job> jobs = leases.claim();
            if (jobs.isEmpty()) {
                return;
            }
            round.offer(sender.putBackHeld(jobs, round));
            Supplier<@Nullable Job> further = () -> {
                progress.tellNowAndThen();
                return Thread.currentThread().isInterrupted() ? null : round.poll();
            };
            Job job = round.poll();
            while (job != null) {
                work(round, sender, job, further);
                job = further.get();
            }
        }
    }

    private void drainOn(Executor threads, Round round, MailSender sender, Leases leases) {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < parallelism; i++) {
            try {
                threads.execute(() -> {
                    // An executor that runs tasks on the calling thread would wait here for its own claims.
                    if (Thread.currentThread() != caller) {
                        workUntilOver(round, sender);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.warn("The executor took {} of {} workers.", i, parallelism, e);
                break;
            }
        }
        boolean interrupted = false;
        try {
            feed(round, sender, leases);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            round.end();
            interrupted |= awaitAll(round, sender, leases);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void workUntilOver(Round round, MailSender sender) {
        Supplier<@Nullable Job> further = () -> Thread.currentThread().isInterrupted() ? null : round.poll();
        round.workers(1);
        try {
            Job job = round.take();
            while (job != null) {
                work(round, sender, job, further);
                if (Thread.currentThread().isInterrupted()) {
                    round.interrupted();
                    return;
                }
                job = round.take();
            }
        } catch (InterruptedException e) {
            round.interrupted();
            Thread.currentThread().interrupt();
        } finally {
            round.workers(-1);
        }
    }

    /** Sends the job's mail and those behind it as a row. */
    private void work(Round round, MailSender sender, Job job, Supplier<@Nullable Job> further) {
        ClaimRow row = new ClaimRow(round, sender, watch, job, further);
        try {
            if (settings.transport() instanceof BulkTransport bulk) {
                bulk.sendAll(row);
            } else {
                row.sendOneByOne(settings.transport());
            }
            row.end();
        } catch (RuntimeException | Error e) {
            row.abandon(e);
        }
    }

    /** Keeps claims at hand for the workers, and their leases alive, until nothing is due. */
    private void feed(Round round, MailSender sender, Leases leases) throws InterruptedException {
        long renewEvery = lease.toNanos() / 3;
        Runnable renewal = nowAndThen(renewEvery, () -> renew(round, sender, leases));
        Progress progress = new Progress(settings, Watch.SYSTEM, PROGRESS_NANOS);
        while (!round.isStopped()) {
            if (round.waiting() < leases.size() / 2) {
                List<Job> jobs = leases.claim();
                round.offer(sender.putBackHeld(jobs, round));
                if (jobs.isEmpty() && round.isIdle()) {
                    return;
                }
                if (leases.cameShort()) { // nothing more is due: asking again at once would only load the store
                    round.awaitIdle(Math.min(renewEvery, PROGRESS_NANOS));
                }
            }
            round.awaitNeed(leases.size() / 2, Math.min(renewEvery, PROGRESS_NANOS));
            Job left = unattended(round);
            while (left != null) {
                work(round, sender, left, () -> null);
                renewal.run();
                progress.tellNowAndThen();
                left = unattended(round);
            }
            renewal.run();
            progress.tellNowAndThen();
        }
    }

    /** Returns what does the work when it is run, but not more often than that. */
    private static Runnable nowAndThen(long everyNanos, Runnable work) {
        long[] last = {System.nanoTime()};
        return () -> {
            if (System.nanoTime() - last[0] >= everyNanos) {
                work.run();
                last[0] = System.nanoTime();
            }
        };
    }

    /** Returns a claim for the calling thread where no worker has come: the executor is full, or was shut down. */
    private static @Nullable Job unattended(Round round) {
        return round.isUnattended() ? round.poll() : null;
    }

    private boolean awaitAll(Round round, MailSender sender, Leases leases) {
        boolean interrupted = false;
        boolean gone = false;
        long renewed = System.nanoTime();
        while (!gone) {
            try {
                gone = round.awaitAllGone(lease.toNanos() / 3);
                if (!gone && renew(round, sender, leases)) {
                    renewed = System.nanoTime();
                } else if (!gone && (System.nanoTime() - renewed) / PATIENCE > lease.toNanos()) {
                    throw abandoned(round);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    /** Says that a worker does not come back from the store; what broke the round before is the likely cause. */
    private IllegalStateException abandoned(Round round) {
        IllegalStateException hanging = new IllegalStateException("A worker's transaction has not ended for "
                + lease.multipliedBy(PATIENCE) + ", and its mails' leases have; the dispatcher waits no longer. Look "
                + "at the database and at the executor's threads before you drain again.");
        try {
            round.report();
        } catch (RuntimeException | Error cause) {
            hanging.addSuppressed(cause);
        }
        return hanging;
    }

    /** Leases that cannot be renewed in time run out, as those of a dead node do. */
    private boolean renew(Round round, MailSender sender, Leases leases) {
        return sender.commits().between(() -> leases.renew(round.held()), lease.toNanos() / 3);
    }
}
