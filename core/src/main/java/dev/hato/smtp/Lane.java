package dev.hato.smtp;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A route with all that happens on it. Used under the lock of its {@link Traffic}. */
final class Lane {
    final Route route;
    final Breaker breaker;
    final @Nullable SpeedLimit speed;

    /** How far it is behind its share, in parts of a mail: the one furthest behind is next. */
    long credit;

    /** How many mails and rows are on their way. */
    int inUse;

    /** How many of those are rows that wait for another lane meanwhile. */
    int waitingElsewhere;

    private long sent;
    private long refused;
    private long failed;

    Lane(Route route) {
        this.route = route;
        this.breaker = new Breaker(route);
        Duration interval = route.interval();
        this.speed = interval == null ? null : new SpeedLimit(interval, route.burst());
    }

    boolean standby() {
        return route.weight() == 0;
    }

    boolean full() {
        return inUse >= route.concurrent();
    }

    /** Returns for how long the speed limit lets nothing begin. */
    Duration delay(Instant now) {
        return speed == null ? Duration.ZERO : speed.delay(now);
    }

    boolean hasRoom(Instant now) {
        return !full() && delay(now).isZero();
    }

    void reserve() {
        if (speed != null) {
            speed.reserve();
        }
    }

    void cancel() {
        if (speed != null) {
            speed.cancel();
        }
    }

    void begin(Instant now) {
        if (speed != null) {
            speed.begin(now);
        }
    }

    void count(Breaker.Verdict verdict) {
        switch (verdict) {
            case SUCCESS -> sent++;
            case REFUSAL -> refused++;
            case FAILURE -> failed++;
            case NOTHING -> {}
        }
    }

    RouteStatus status(Instant now) {
        return new RouteStatus(
                route.name(), breaker.state(now), sent, refused, failed, breaker.until(), breaker.reason());
    }

    /** Says in half a sentence why no mail goes this way now. */
    String obstacle(Instant now) {
        String name = "'" + route.name() + "' ";
        if (breaker.state(now) == RouteStatus.State.PAUSED) {
            return name + "is paused until " + breaker.until() + " after " + breaker.reason();
        }
        if (breaker.trialUnderWay()) {
            return name + "is on trial with another mail after " + breaker.reason();
        }
        return name + (full() ? "has " + inUse + " mails under way, its limit" : "is at its speed limit");
    }

    @Override
    public String toString() {
        return route.toString();
    }
}
