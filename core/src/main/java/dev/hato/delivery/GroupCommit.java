package dev.hato.delivery;

import dev.hato.delivery.Act.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs what several workers want recorded in one transaction, so that they wait for one commit together.
 *
 * <p>No thread belongs to it: of the workers that come, one takes all that waits and runs it, the others wait
 * for the result. Nobody waits for more to come, so a worker that is alone waits for nothing but its own
 * transaction. When a transaction of several fails, each worker runs its own acts again one by one, so that
 * nobody fails for another's fault.
 *
 * <p>Thread-safe. A worker that is interrupted still waits for the outcome of its acts, as it would in a
 * transaction of its own; its flag stays set.
 */
final class GroupCommit {
    /** So many transactions run at once: while one is written to disk, the next is being filled. */
    private static final int LEADERS = 2;

    /** A transaction takes no more acts than this, unless one worker brings more. */
    private static final int MOST = 1_000;

    private final Function<List<Act>, List<Decision>> transaction;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    private final Deque<Request> waiting = new ArrayDeque<>();
    private int leaders;
    private int underWay; // requests in the transactions that run
    private boolean reserved;

    /** Runs acts by this function, which is one transaction: it records all of them, or throws. */
    GroupCommit(Function<List<Act>, List<Decision>> transaction) {
        this.transaction = transaction;
    }

    /** What one worker wants. */
    private static final class Request {
        final List<Act> acts;

        /** Its owner wakes for its own sake only: when it is answered, or when it is its turn to lead. */
        final Condition turn;

        @Nullable List<Decision> decisions;

        boolean taken;
        boolean retries;

        Request(List<Act> acts, Condition turn) {
            this.acts = acts;
            this.turn = turn;
        }

        boolean isOpen() {
            return decisions == null && !retries;
        }
    }

    /** Records the acts, in one transaction with those of others or in several; failures are among the answers. */
    List<Decision> commit(List<Act> acts) {
        Request own = new Request(acts, lock.newCondition());
        lock.lock();
        try {
            waiting.add(own);
            while (own.isOpen()) {
                if (own.taken || !mayLead()) {
                    own.turn.awaitUninterruptibly();
                } else {
                    lead(take());
                }
            }
        } finally {
            lock.unlock();
        }
        List<Decision> decisions = own.decisions;
        return decisions == null ? oneByOne(acts) : decisions;
    }

    /** Returns whether a transaction may begin: a second one only if as much waits as is under way, for each has its price. */
    private boolean mayLead() {
        return !reserved && (leaders == 0 || (leaders < LEADERS && waiting.size() >= underWay));
    }

    /** Returns how many workers wait for a transaction to be begun. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Request> take() {
        List<Request> group = new ArrayList<>(waiting.size());
        int acts = 0;
        Request next = waiting.peek();
        while (next != null && (group.isEmpty() || acts + next.acts.size() <= MOST)) {
            waiting.remove();
            next.taken = true;
            acts += next.acts.size();
            group.add(next);
            next = waiting.peek();
        }
        return group;
    }

    /** Called under the lock, which is let go meanwhile. */
    private void lead(List<Request> group) {
        List<Act> acts = group.size() == 1 ? group.get(0).acts : new ArrayList<>();
        if (group.size() > 1) {
            group.forEach(request -> acts.addAll(request.acts));
        }
        List<Decision> decisions = List.of();
        Throwable failure = null;
        leaders++;
        underWay += group.size();
        wakeNext(); // where one transaction did not take all
        lock.unlock();
        try {
            decisions = transaction.apply(acts);
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            lock.lock();
            leaders--;
            underWay -= group.size();
            answer(group, acts.size(), decisions, failure);
            group.forEach(request -> request.turn.signal());
            free.signalAll();
            wakeNext();
        }
    }

    /** Wakes who has waited longest, if a transaction may begin; whoever begins one wakes the next. */
    private void wakeNext() {
        Request next = waiting.peek();
        if (next != null && mayLead()) {
            next.turn.signal();
        }
    }

    private static void answer(List<Request> group, int acts, List<Decision> decisions, @Nullable Throwable failure) {
        int from = 0;
        for (Request request : group) {
            if (failure == null) {
                request.decisions = decisions.subList(from, from + request.acts.size());
                from += request.acts.size();
            } else if (acts == 1) {
                request.decisions = List.of(new Decision.Failed(failure));
            } else {
                request.retries = true;
            }
        }
    }

    private List<Decision> oneByOne(List<Act> acts) {
        List<Decision> decisions = new ArrayList<>(acts.size());
        for (Act act : acts) {
            try {
                decisions.addAll(transaction.apply(List.of(act)));
            } catch (RuntimeException | Error e) {
                decisions.add(new Decision.Failed(e));
            }
        }
        return decisions;
    }

    /**
     * Runs work that touches the rows of many mails, while no transaction of a group does: in another order
     * than theirs it could wait for them in a circle. An interrupt does not end the wait; the flag stays set.
     *
     * @param nanos how long to wait for those that run: one on a broken connection may never end
     * @return whether the work was done
     */
    boolean between(Runnable work, long nanos) {
        long end = System.nanoTime() + nanos;
        lock.lock();
        try {
            if (!awaitUntil(end, () -> !reserved)) {
                return false;
            }
            reserved = true;
            if (!awaitUntil(end, () -> leaders == 0)) {
                release();
                return false;
            }
        } finally {
            lock.unlock();
        }
        try {
            work.run();
        } finally {
            lock.lock();
            try {
                release();
            } finally {
                lock.unlock();
            }
        }
        return true;
    }

    private void release() {
        reserved = false;
        free.signalAll();
        wakeNext();
    }

    /** Called under the lock. */
    private boolean awaitUntil(long end, BooleanSupplier condition) {
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean()) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                try {
                    long ignored = free.awaitNanos(left);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
