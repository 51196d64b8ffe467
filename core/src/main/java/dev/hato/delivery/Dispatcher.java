package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.smtp.BulkTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

    private static final int CLAIMS_PER_WORKER = 25;
    private static final long PROGRESS_NANOS = Round.millis(250);

    private final EngineSettings settings;
    private final Stores stores;
    private final @Nullable Executor executor;
    private final int parallelism;
    private final Duration lease;

    /** Made by {@code hato.dispatcher()}. */
    public Dispatcher(EngineSettings settings) {
        this(settings, null, 1, LONE_LEASE);
    }

    private Dispatcher(EngineSettings settings, @Nullable Executor executor, int parallelism, Duration lease) {
        this.settings = settings;
        this.stores = settings.stores();
        this.executor = executor;
        this.parallelism = parallelism;
        this.lease = lease;
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
        return new Dispatcher(settings, executor, parallelism, this.executor == null ? SHARED_LEASE : lease);
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
        return new Dispatcher(settings, executor, parallelism, duration);
    }

    /**
     * Sends until nothing is due any more and returns what became of the mails.
     *
     * <p>When the route fails several times in a row, the round is broken off, and the mails not
     * begun are given back. When a store fails, its exception is thrown after all workers have
     * stopped; what they had claimed is taken over when the leases end. An interrupt, of this thread or of a
     * worker's (the executor is shut down), ends the round after the mails in work; the others are given
     * back. Not to be called inside a transaction.
     */
    public DispatchReport drain() {
        new Planner(settings).run();
        Round round = new Round();
        String owner = UUID.randomUUID().toString();
        if (executor == null) {
            drainAlone(round, owner);
        } else {
            drainOn(executor, round, owner);
        }
        MailSender sender = new MailSender(settings);
        round.drainWaiting().forEach(sender::release);
        DispatchReport report = round.report();
        if (report.routeFailure() != null) {
            settings.listener().routeFailed(report.routeFailure());
        }
        new Closer(settings).run();
        return report;
    }

    private void drainAlone(Round round, String owner) {
        MailSender sender = new MailSender(settings);
        Progress progress = new Progress(settings, PROGRESS_NANOS);
        while (!round.isStopped() && !Thread.currentThread().isInterrupted()) {
            List<Claim> claims = claim(owner, CLAIMS_PER_WORKER);
            if (claims.isEmpty()) {
                return;
            }
            round.offer(claims);
            Supplier<@Nullable Claim> further = () -> {
                progress.tellNowAndThen();
                return Thread.currentThread().isInterrupted() ? null : round.poll();
            };
            Claim claim = round.poll();
            while (claim != null) {
                work(round, sender, claim, further);
                claim = further.get();
            }
        }
    }

    private void drainOn(Executor threads, Round round, String owner) {
        Thread caller = Thread.currentThread();
        for (int i = 0; i < parallelism; i++) {
            try {
                threads.execute(() -> {
                    // An executor that runs tasks on the calling thread would wait here for its own claims.
                    if (Thread.currentThread() != caller) {
                        workUntilOver(round);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.warn("The executor took {} of {} workers.", i, parallelism, e);
                break;
            }
        }
        boolean interrupted = false;
        try {
            feed(round, owner);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            round.end();
            interrupted |= awaitAll(round);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void workUntilOver(Round round) {
        MailSender sender = new MailSender(settings);
        Supplier<@Nullable Claim> further = () -> Thread.currentThread().isInterrupted() ? null : round.poll();
        round.workers(1);
        try {
            Claim claim = round.take();
            while (claim != null) {
                work(round, sender, claim, further);
                if (Thread.currentThread().isInterrupted()) {
                    round.interrupted();
                    return;
                }
                claim = round.take();
            }
        } catch (InterruptedException e) {
            round.interrupted();
            Thread.currentThread().interrupt();
        } finally {
            round.workers(-1);
        }
    }

    /** Sends the claim, and over a transport for rows those behind it as well. */
    private void work(Round round, MailSender sender, Claim claim, Supplier<@Nullable Claim> further) {
        if (settings.transport() instanceof BulkTransport bulk) {
            ClaimRow row = new ClaimRow(round, sender, claim, further);
            try {
                bulk.sendAll(row);
                row.requireDone();
            } catch (RuntimeException | Error e) {
                row.abandon(e);
            }
            return;
        }
        try {
            round.done(claim, sender.send(claim));
        } catch (RuntimeException | Error e) {
            round.broken(claim, e);
        }
    }

    /** Keeps claims at hand for the workers, and their leases alive, until nothing is due. */
    private void feed(Round round, String owner) throws InterruptedException {
        int batch = parallelism * CLAIMS_PER_WORKER;
        long renewEvery = lease.toNanos() / 3;
        Runnable renewal = nowAndThen(renewEvery, () -> renew(round));
        MailSender sender = new MailSender(settings);
        Progress progress = new Progress(settings, PROGRESS_NANOS);
        while (!round.isStopped()) {
            if (round.waiting() < batch / 2) {
                List<Claim> claims = claim(owner, batch);
                round.offer(claims);
                if (claims.isEmpty() && round.isIdle()) {
                    return;
                }
                if (claims.isEmpty()) {
                    round.awaitChange(Math.min(renewEvery, PROGRESS_NANOS));
                }
            }
            round.awaitNeed(batch / 2, Math.min(renewEvery, PROGRESS_NANOS));
            Claim left = unattended(round);
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
    private static @Nullable Claim unattended(Round round) {
        return round.isUnattended() ? round.poll() : null;
    }

    private boolean awaitAll(Round round) {
        boolean interrupted = false;
        boolean gone = false;
        while (!gone) {
            try {
                gone = round.awaitAllGone(lease.toNanos() / 3);
                if (!gone) {
                    renew(round);
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void renew(Round round) {
        List<Claim> held = round.held();
        if (!held.isEmpty()) {
            stores.outbox().renew(held, now().plus(lease));
        }
    }

    private List<Claim> claim(String owner, int limit) {
        Set<String> held = stores.deliveries().inStates(Set.of(DeliveryState.PAUSED)).stream()
                .map(delivery -> delivery.id().source())
                .collect(Collectors.toSet());
        Instant now = now();
        return stores.outbox().claim(new ClaimRequest(owner, now, now.plus(lease), limit, held, null));
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
