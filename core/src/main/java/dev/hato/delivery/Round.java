package dev.hato.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the dispatcher and its workers share during one round: the claims that wait, those in work,
 * the counts, and the reason to break off.
 *
 * <p>Thread-safe.
 */
final class Round {
    /** So many failures of the route in a row, and no success between them, break a round off. */
    private static final int ROUTE_FAILURES = 3;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Map<SendKey, Job> inWork = new LinkedHashMap<>();
    private final EnumMap<MailState, Long> outcomes = new EnumMap<>(MailState.class);
    private int routeFailuresInARow;
    private @Nullable String routeFailure;
    private @Nullable Throwable broken;
    private int workers;
    private boolean interrupted;
    private boolean over;

    void offer(Collection<Job> jobs) {
        lock.lock();
        try {
            waiting.addAll(jobs);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the round because one of its threads is to stop; what nobody began is given back. */
    void interrupted() {
        lock.lock();
        try {
            interrupted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Counts a worker that has come, or gone. */
    void workers(int change) {
        lock.lock();
        try {
            workers += change;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nobody works: the executor has no thread free, or was shut down. */
    boolean isUnattended() {
        lock.lock();
        try {
            return workers == 0;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next claim, waiting for one; null when the round is over. */
    @Nullable Job take() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !over && !stopped()) {
                changed.await();
            }
            return over || stopped() ? null : begin();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the next claim if there is one. */
    @Nullable Job poll() {
        lock.lock();
        try {
            return stopped() ? null : begin();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Job begin() {
        Job job = waiting.poll();
        if (job != null) {
            inWork.put(job.key(), job);
        }
        return job;
    }

    void done(Job job, MailSender.@Nullable Result result) {
        lock.lock();
        try {
            inWork.remove(job.key());
            if (result != null) {
                outcomes.merge(result.completion().progress().state(), 1L, Long::sum);
                count(result);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Notes what the store has answered to a claim that nobody has begun. */
    void decided(Job job, Act.Decision decision) {
        if (decision instanceof Act.Decision.Failed failed) {
            broken(job, failed.cause());
        } else {
            done(
                    job,
                    decision instanceof Act.Decision.Ended ended
                            ? new MailSender.Result(ended.completion(), null)
                            : null);
        }
    }

    private void count(MailSender.Result result) {
        MailState state = result.completion().progress().state();
        if (result.routeFailure() != null) {
            if (++routeFailuresInARow >= ROUTE_FAILURES) {
                routeFailure = result.routeFailure();
            }
        } else if (state == MailState.HANDED_OVER || state == MailState.BOUNCED || isPutOff(result)) {
            routeFailuresInARow = 0; // the server has answered
        }
    }

    private static boolean isPutOff(MailSender.Result result) {
        var progress = result.completion().progress();
        boolean tried =
                progress.attempts() > result.completion().claim().progress().attempts();
        return tried && progress.state() == MailState.DEFERRED && !progress.uncertain();
    }

    /** Ends the round for an error that is not one mail's; the claim's lease runs out by itself. */
    void broken(Job job, Throwable cause) {
        lock.lock();
        try {
            inWork.remove(job.key());
            broken(cause);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the round for an error. */
    void broken(Throwable cause) {
        lock.lock();
        try {
            if (broken == null) {
                broken = cause;
            } else if (broken != cause) {
                broken.addSuppressed(cause);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the workers go after the claim they are at; one that comes later goes at once. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until fewer than {@code low} claims wait, everything is done, or the time has passed. */
    void awaitNeed(int low, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !stopped() && waiting.size() >= low) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that was claimed is done, or the time has passed. */
    void awaitIdle(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && !idle()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all workers have gone, or the time has passed; returns whether they have. */
    boolean awaitAllGone(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (left > 0 && workers > 0) {
                left = changed.awaitNanos(left);
            }
            return workers == 0;
        } finally {
            lock.unlock();
        }
    }

    boolean isIdle() {
        lock.lock();
        try {
            return idle();
        } finally {
            lock.unlock();
        }
    }

    private boolean idle() {
        return inWork.isEmpty() && (waiting.isEmpty() || stopped());
    }

    boolean isStopped() {
        lock.lock();
        try {
            return stopped();
        } finally {
            lock.unlock();
        }
    }

    private boolean stopped() {
        return routeFailure != null || broken != null || interrupted;
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the claims whose leases are to be kept alive. */
    List<Job> held() {
        lock.lock();
        try {
            List<Job> held = new ArrayList<>(inWork.values());
            held.addAll(waiting);
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the claims that nobody began, and forgets them. */
    List<Job> drainWaiting() {
        lock.lock();
        try {
            List<Job> left = List.copyOf(waiting);
            waiting.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what the round did, or throws what broke it. */
    DispatchReport report() {
        lock.lock();
        try {
            if (broken instanceof Error error) {
                throw error;
            }
            if (broken != null) {
                throw (RuntimeException) broken;
            }
            return new DispatchReport(outcomes, routeFailure);
        } finally {
            lock.unlock();
        }
    }

    static long millis(long value) {
        return TimeUnit.MILLISECONDS.toNanos(value);
    }
}
