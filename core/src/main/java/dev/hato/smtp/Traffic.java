package dev.hato.smtp;

import dev.hato.smtp.Breaker.Change;
import dev.hato.smtp.Breaker.Verdict;
import dev.hato.smtp.Entry.Lease;
import dev.hato.smtp.Entry.Refused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides which mail goes over which lane, and when: smooth weighted round robin over the lanes that
 * are open and have room, in the order in which the mails came.
 *
 * <p>Thread-safe: one lock for all lanes, never held during a send.
 */
final class Traffic {
    /** After so many mails a row asks again which lane is behind its share. */
    private static final int ROW = 100;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Lane> lanes;
    private final InstantSource clock;
    private final Pause pause;
    private final Duration patience;
    private final RouteListener alerts;
    private final Deque<Ticket> line = new ArrayDeque<>();
    private boolean closed;

    Traffic(List<Lane> lanes, InstantSource clock, Pause pause, Duration patience, RouteListener alerts) {
        this.lanes = List.copyOf(lanes);
        this.clock = clock;
        this.pause = pause;
        this.patience = patience;
        this.alerts = alerts;
    }

    /** A mail in the line; compared by identity. */
    private static final class Ticket {
        final Set<Lane> tried;

        Ticket(Set<Lane> tried) {
            this.tried = tried;
        }
    }

    /**
     * Lets a mail begin over one of the lanes that it has not tried, waiting where one only lacks room.
     *
     * @param held the lane that the calling thread's row holds meanwhile, or null
     */
    Entry enter(Set<Lane> tried, @Nullable Lane held) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        lock.lock();
        Ticket ticket = new Ticket(tried);
        try {
            long left = patience.toNanos();
            while (true) {
                Instant now = clock.instant();
                if (closed) {
                    return new Refused("This transport is closed");
                }
                Lane lane = earlierCanGo(ticket, now) ? null : best(open(tried, now), now);
                if (lane != null) {
                    return admit(lane, tried, now);
                }
                long nanos = waitingTime(tried, now, left, held != null);
                if (nanos < 0 || left <= 0) {
                    return new Refused(obstacles(tried, now));
                }
                if (!line.contains(ticket)) {
                    line.add(ticket);
                }
                left -= await(nanos, held);
            }
        } finally {
            line.remove(ticket);
            changed.signalAll();
            lock.unlock();
        }
    }

    private long await(long nanos, @Nullable Lane held) throws InterruptedException {
        changed.signalAll(); // those who came earlier may be able to go, those who hold lanes may have to give up
        if (held == null) {
            return pause.await(changed, nanos);
        }
        held.waitingElsewhere++;
        try {
            return pause.await(changed, nanos);
        } finally {
            held.waitingElsewhere--;
        }
    }

    /** Returns the lanes that may take the mail, room or not: the standbys only if no other does. */
    private List<Lane> open(Set<Lane> tried, Instant now) {
        List<Lane> ready = lanes.stream()
                .filter(lane -> !tried.contains(lane) && lane.breaker.ready(now))
                .toList();
        List<Lane> first = ready.stream().filter(lane -> !lane.standby()).toList();
        return first.isEmpty() ? ready : first;
    }

    private static @Nullable Lane best(List<Lane> open, Instant now) {
        Lane best = null;
        for (Lane lane : open) {
            if (lane.hasRoom(now)
                    && (best == null || lane.credit + lane.route.weight() > best.credit + best.route.weight())) {
                best = lane;
            }
        }
        return best;
    }

    private boolean earlierCanGo(Ticket ticket, Instant now) {
        for (Ticket earlier : line) {
            if (earlier == ticket) {
                return false;
            }
            if (best(open(earlier.tried, now), now) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns for how long to wait before looking again, or -1 where waiting is in vain: every lane is
     * paused or was tried, or will have no room in time. Two rows that hold what the other wants would
     * wait for ever: the one that comes second gives up.
     */
    private long waitingTime(Set<Lane> tried, Instant now, long left, boolean holding) {
        long nanos = Long.MAX_VALUE;
        for (Lane lane : open(tried, now)) {
            if (lane.full()) {
                boolean stuck = holding && lane.inUse <= lane.waitingElsewhere;
                nanos = stuck ? nanos : Math.min(nanos, left);
            } else {
                long delay = lane.delay(now).toNanos();
                // no delay: somebody who came earlier goes first, and says when that is done
                nanos = Math.min(nanos, delay == 0 ? left : delay);
            }
        }
        if (nanos == Long.MAX_VALUE
                && lanes.stream().anyMatch(lane -> !tried.contains(lane) && lane.breaker.trialUnderWay())) {
            return left;
        }
        return nanos > left ? -1 : nanos;
    }

    private String obstacles(Set<Lane> tried, Instant now) {
        return lanes.stream()
                .filter(lane -> !tried.contains(lane))
                .map(lane -> lane.obstacle(now))
                .collect(Collectors.joining("; "));
    }

    private Lease admit(Lane lane, Set<Lane> tried, Instant now) {
        lane.inUse++;
        lane.reserve();
        begin(lane, tried, now);
        return new Lease(lane, lane.breaker.begin());
    }

    /** Lets a mail begin on a lane where room was set aside: its share is one mail smaller, the others' grow. */
    private void begin(Lane lane, Set<Lane> tried, Instant now) {
        if (!lane.standby()) {
            for (Lane other : open(tried, now)) {
                // A lane without room gains nothing, or it would get everything once it has some.
                if (other != lane && other.hasRoom(now)) {
                    other.credit += other.route.weight();
                    lane.credit -= other.route.weight();
                }
            }
        }
        lane.begin(now);
    }

    /**
     * Sets room aside for one more mail of a row, without waiting; false ends the row.
     *
     * @param pending how many mails of the row have no outcome
     * @param taken how many mails the row has had
     */
    boolean another(Lease lease, int pending, int taken) {
        lock.lock();
        try {
            Lane lane = lease.lane();
            Instant now = clock.instant();
            if (closed
                    || Thread.currentThread().isInterrupted()
                    || !line.isEmpty()
                    || (taken >= ROW && lanes.size() > 1)
                    || !lane.breaker.bears(pending, lease.breakerCount())
                    || !lane.delay(now).isZero()
                    || !open(Set.of(), now).contains(lane)) {
                return false;
            }
            lane.reserve();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the mail begin for which {@link #another} set room aside. */
    void begun(Lease lease) {
        lock.lock();
        try {
            begin(lease.lane(), Set.of(), clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Gives the room back that {@link #another} set aside. */
    void cancel(Lease lease) {
        lock.lock();
        try {
            lease.lane().cancel();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the outcome of a mail, which keeps its place on the lane. */
    void done(Lease lease, SendOutcome outcome) {
        Verdict verdict = Verdict.of(outcome, Thread.currentThread().isInterrupted());
        Lane lane = lease.lane();
        Change change;
        Instant until;
        String reason;
        lock.lock();
        try {
            lane.count(verdict);
            change = lane.breaker.done(lease.breakerCount(), verdict, outcome.detail(), clock.instant());
            until = lane.breaker.until();
            reason = lane.breaker.reason();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (change == Change.PAUSED && until != null) {
            alerts.paused(lane.route.name(), until, reason);
        } else if (change == Change.RESUMED) {
            alerts.resumed(lane.route.name());
        }
    }

    /** Gives the place on the lane back. */
    void leave(Lease lease) {
        lock.lock();
        try {
            lease.lane().inUse--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<RouteStatus> status() {
        lock.lock();
        try {
            Instant now = clock.instant();
            return lanes.stream().map(lane -> lane.status(now)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing begin any more and sends those away who wait; returns whether it was open. */
    boolean close() {
        lock.lock();
        try {
            boolean wasOpen = !closed;
            closed = true;
            changed.signalAll();
            return wasOpen;
        } finally {
            lock.unlock();
        }
    }

    Collection<Lane> lanes() {
        return lanes;
    }
}
