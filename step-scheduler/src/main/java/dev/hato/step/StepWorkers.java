package dev.hato.step;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due on the calling thread and, where there is an executor, on threads of its own beside it.
 *
 * @param settings what the scheduler works with
 * @param scenarios its scenarios
 * @param executor whose threads help, or null
 * @param parallelism how many batches are under way at once
 */
record StepWorkers(
        StepSettings settings,
        Scenarios scenarios,
        @Nullable Executor executor,
        int parallelism) {
    private static final Logger LOG = LoggerFactory.getLogger(StepWorkers.class);

    /** Returns once nothing is due any more, or the thread was interrupted. */
    StepReport drain() {
        Round round = new Round();
        Thread caller = Thread.currentThread();
        for (int i = 1; i < parallelism; i++) {
            try {
                Objects.requireNonNull(executor, "executor").execute(() -> {
                    // An executor that runs tasks on the calling thread has none that could help it.
                    if (Thread.currentThread() != caller) {
                        round.work(new StepWorker(settings, scenarios));
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.warn("The executor took {} of {} tasks.", i - 1, parallelism - 1, e);
                break;
            }
        }
        round.work(new StepWorker(settings, scenarios));
        return round.end();
    }

    /** What the threads of one call share. */
    private static final class Round {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private StepReport report = new StepReport(0, 0, 0, 0);
        private @Nullable Throwable failure;
        private int busy;
        private long batches;
        private boolean over;

        /** Does batch after batch until nothing is due and nobody is about to make something due. */
        void work(StepWorker worker) {
            boolean goesOn = true;
            while (goesOn && !Thread.currentThread().isInterrupted()) {
                long seen = begin();
                goesOn = seen >= 0 && (batch(worker) || awaitBatch(seen));
            }
        }

        /** Returns how many batches were done before this one, or a negative number if it is all over. */
        private long begin() {
            lock.lock();
            try {
                busy += over ? 0 : 1;
                return over ? -1 : batches;
            } finally {
                lock.unlock();
            }
        }

        /** Does a batch, and returns whether something was due. */
        private boolean batch(StepWorker worker) {
            StepReport done = null;
            Throwable problem = null;
            try {
                done = worker.batch();
            } catch (RuntimeException | Error e) {
                problem = e;
            }
            lock.lock();
            try {
                busy--;
                if (problem != null) {
                    failure = failure == null ? problem : failure;
                    over = true;
                } else if (done != null && done.steps() > 0) {
                    report = report.plus(done);
                    batches++;
                }
                changed.signalAll();
                return done != null && done.steps() > 0;
            } finally {
                lock.unlock();
            }
        }

        /** Waits for another's batch to end, after which more may be due; returns false if there is none. */
        private boolean awaitBatch(long seen) {
            lock.lock();
            try {
                while (!over && batches == seen && busy > 0) {
                    changed.await();
                }
                over |= batches == seen;
                return !over;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                lock.unlock();
            }
        }

        /** Ends the round, after the batches under way, and returns what was done or throws what went wrong first. */
        StepReport end() {
            lock.lock();
            try {
                over = true;
                changed.signalAll();
                while (busy > 0) {
                    changed.awaitUninterruptibly();
                }
                if (failure instanceof Error error) {
                    throw error;
                }
                if (failure != null) {
                    throw (RuntimeException) failure;
                }
                return report;
            } finally {
                lock.unlock();
            }
        }
    }
}
