package dev.hato.tracking.hit;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes hits at once and writes them in batches, with their verdicts, as events on the contacts' timelines.
 *
 * <pre>{@code
 * HitLog hits = HitLog.into(stores).executor(executor).build();
 * scheduler.scheduleWithFixedDelay(hits::tend, 1, 1, TimeUnit.SECONDS);
 * }</pre>
 *
 * <p>A hit waits until what comes just after it is known, some seconds (see {@link HitJudge#horizon}), and is written then. It
 * waits in memory: what was taken and not written yet is lost when the process dies, never more. While the store is down hits wait
 * in a queue of bounded length; those beyond it are dropped, counted, and reported to the listener and the log.
 *
 * <p>It starts no thread: writing is done by the executor if there is one, else by whoever calls {@link #tend()}, {@link #flush()}
 * or {@link #close()}. Thread-safe.
 */
public final class HitLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HitLog.class);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);
    private static final int BATCH = 1_000;

    private final HitWriter writer;
    private final HitListener listener;
    private final InstantSource clock;
    private final @Nullable Executor executor;
    private final Duration wait;
    private final int capacity;

    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Object lock = new Object();
    private final Deque<Hit> waiting = new ArrayDeque<>();
    private final Deque<Hit> written = new ArrayDeque<>();
    private long order;
    private long dropped;
    private Instant nextWrite = Instant.MIN;
    private Instant nextDropReport = Instant.MIN;
    private Instant nextFailureReport = Instant.MIN;

    private HitLog(Builder builder) {
        writer = new HitWriter(
                builder.stores,
                builder.judge,
                Set.copyOf(builder.counted),
                new HitRecorder(builder.stores, builder.recorder));
        listener = builder.listener;
        clock = builder.clock;
        executor = builder.executor;
        wait = builder.judge.horizon();
        capacity = builder.capacity;
    }

    /** Begins a log that writes into these stores. */
    public static Builder into(Stores stores) {
        return new Builder(stores);
    }

    /**
     * Takes a hit; never waits, not even while the store is down.
     *
     * @return false if the queue is full and the hit was dropped
     */
    public boolean add(HitKind kind, SendKey mail, Hit.Link link, Hit.Client client) {
        Instant now = clock.instant();
        long lost;
        synchronized (lock) {
            if (waiting.size() < capacity) {
                waiting.addLast(new Hit(kind, mail, now, link, client, order++));
                return true;
            }
            lost = ++dropped;
            if (now.isBefore(nextDropReport)) {
                return false;
            }
            nextDropReport = now.plus(BETWEEN_REPORTS);
        }
        LOG.warn("{} hits were dropped so far: the store does not take them, and {} wait already.", lost, capacity);
        tell(() -> listener.dropped(lost));
        return false;
    }

    /**
     * Writes what has waited long enough, by the executor if there is one, else on this thread; does nothing, cheaply, if there is
     * nothing to do. To be called now and then: after answering a request, or every second by a scheduler.
     */
    public void tend() {
        if (!isDue()) {
            return;
        }
        if (executor == null) {
            writeDue();
        } else if (scheduled.compareAndSet(false, true)) {
            try {
                executor.execute(() -> {
                    scheduled.set(false);
                    writeDue();
                });
            } catch (RejectedExecutionException e) {
                scheduled.set(false);
                LOG.warn("The executor takes no work; hits wait.", e);
            }
        }
    }

    private boolean isDue() {
        Instant now = clock.instant();
        synchronized (lock) {
            Hit oldest = waiting.peekFirst();
            return oldest != null
                    && !now.isBefore(nextWrite)
                    && !oldest.at().plus(wait).isAfter(now);
        }
    }

    private void writeDue() {
        if (isWriting() || !writing.tryLock()) {
            return;
        }
        try {
            write(clock.instant().minus(wait));
        } catch (RuntimeException e) {
            report(e);
        } finally {
            writing.unlock();
        }
    }

    /** Tells whether what records the hits has called back: those that wait are being written then. */
    private boolean isWriting() {
        return writing.isHeldByCurrentThread();
    }

    /**
     * Writes all hits that were taken before, by what is known of them now, on this thread. Called by what records them (see
     * {@link Builder#recordedBy}) it does nothing: they are being written.
     *
     * @throws RuntimeException what the store throws; the hits wait on then
     */
    public void flush() {
        if (isWriting()) {
            return;
        }
        writing.lock();
        try {
            write(Instant.MAX);
        } finally {
            writing.unlock();
        }
    }

    /**
     * Returns the events that the contact's hits which wait would become by what is known now, in the order in which they came.
     * They wait on, and what they become may differ by what is still to come.
     *
     * @param reading where their mails are looked up, such as the stores of a transaction under way
     */
    public List<ContactEvent> waitingOf(ContactId contact, Stores reading) {
        List<Hit> own = new ArrayList<>();
        List<Hit> known = List.of();
        synchronized (lock) {
            for (Hit hit : waiting) {
                if (hit.contact().equals(contact)) {
                    own.add(hit);
                }
            }
            if (!own.isEmpty()) {
                known = known();
            }
        }
        return own.isEmpty() ? List.of() : writer.events(own, byMail(own, known), reading);
    }

    /** Writes all hits, as {@link #flush()} does, and gives those up that the store does not take. */
    @Override
    public void close() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.warn("{} hits are lost: the store did not take them before the end.", waiting(), e);
        }
    }

    private void write(Instant until) {
        Instant now = clock.instant();
        synchronized (lock) {
            nextWrite = now.plus(BETWEEN_WRITES);
        }
        List<Hit> due = new ArrayList<>();
        List<Hit> known;
        synchronized (lock) {
            for (Hit hit : waiting) {
                if (hit.at().isAfter(until)) {
                    break;
                }
                due.add(hit);
            }
            known = due.isEmpty() ? List.of() : known();
        }
        Map<SendKey, List<Hit>> mails = byMail(due, known);
        for (int from = 0; from < due.size(); from += BATCH) {
            List<Hit> batch = due.subList(from, Math.min(from + BATCH, due.size()));
            writer.write(batch, mails);
            done(batch);
        }
    }

    private List<Hit> known() {
        List<Hit> known = new ArrayList<>(waiting);
        known.addAll(written);
        return known;
    }

    /** Returns all hits that are known of the mails of these. */
    private static Map<SendKey, List<Hit>> byMail(List<Hit> hits, List<Hit> known) {
        Map<SendKey, List<Hit>> mails = new HashMap<>();
        hits.forEach(hit -> mails.computeIfAbsent(hit.mail(), mail -> new ArrayList<>()));
        for (Hit hit : known) {
            List<Hit> ofMail = mails.get(hit.mail());
            if (ofMail != null) {
                ofMail.add(hit);
            }
        }
        return mails;
    }

    /** Takes written hits, which are the first of those waiting, out of the queue, and keeps them while others may follow. */
    private void done(List<Hit> batch) {
        Instant past = batch.get(batch.size() - 1).at().minus(wait);
        synchronized (lock) {
            for (int i = 0; i < batch.size(); i++) {
                written.addLast(waiting.removeFirst());
            }
            while (!written.isEmpty() && written.getFirst().at().isBefore(past)) {
                written.removeFirst();
            }
        }
    }

    private void report(RuntimeException failure) {
        Instant now = clock.instant();
        int left;
        synchronized (lock) {
            left = waiting.size();
            if (now.isBefore(nextFailureReport)) {
                return;
            }
            nextFailureReport = now.plus(BETWEEN_REPORTS);
        }
        LOG.warn("The store did not take hits; {} wait and are tried again.", left, failure);
        tell(() -> listener.notWritten(failure, left));
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("The listener failed; the hits are not affected.", e);
        }
    }

    /** Returns how many hits wait to be written. */
    public int waiting() {
        synchronized (lock) {
            return waiting.size();
        }
    }

    /** Returns how many hits were dropped since the beginning. */
    public long dropped() {
        synchronized (lock) {
            return dropped;
        }
    }

    /** Collects what a log works with. Not thread-safe. */
    public static final class Builder {
        private final Stores stores;
        private HitJudge judge = HitJudge.standard();
        private Set<Verdict> counted = EnumSet.of(Verdict.HUMAN);
        private HitListener listener = new HitListener() {};
        private InstantSource clock = InstantSource.system();
        private @Nullable Executor executor;
        private @Nullable Consumer<? super ContactEvent> recorder;
        private int capacity = 100_000;

        private Builder(Stores stores) {
            this.stores = Objects.requireNonNull(stores, "stores");
        }

        /** Sets who judges; {@link HitJudge#standard()} unless set. */
        public Builder judge(HitJudge value) {
            judge = Objects.requireNonNull(value, "judge");
            return this;
        }

        /** Counts hits of unknown clients, such as providers' image proxies, like those of people. */
        public Builder countUnknown() {
            counted = EnumSet.of(Verdict.HUMAN, Verdict.UNKNOWN);
            return this;
        }

        /** Sets whom to tell what becomes of hits. */
        public Builder listener(HitListener value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /**
         * Sets what records opens and clicks that count, in place of the stores, so that something begins with them: {@code
         * steps::signal} of the step scheduler lets them start scenarios, end enrolments and satisfy waits at once.
         *
         * <p>It gets each event alone, after the hit itself was written, maybe more than once, and has to store it unless its id
         * is known. What it throws is tried again with the hits that wait; the third time the event goes into the stores, where
         * it counts but begins nothing, so that one event never keeps the others up. Verdicts that are made anew later
         * ({@link Rejudging}) go into the stores.
         */
        public Builder recordedBy(Consumer<? super ContactEvent> value) {
            recorder = Objects.requireNonNull(value, "recorder");
            return this;
        }

        /** Sets where the time comes from; the default is the system's clock. */
        public Builder clock(InstantSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Sets what writes hits; whoever calls {@link HitLog#tend()} unless set. */
        public Builder executor(Executor value) {
            executor = Objects.requireNonNull(value, "executor");
            return this;
        }

        /**
         * Sets how many hits may wait; 100,000 unless set. Each takes about half a kilobyte.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder capacity(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("The queue would hold " + value + " hits; give at least 1.");
            }
            capacity = value;
            return this;
        }

        /** Returns the log. */
        public HitLog build() {
            HitLog log = new HitLog(this);
            if (stores instanceof HitDestination destination) {
                destination.attached(log);
            }
            return log;
        }
    }
}
