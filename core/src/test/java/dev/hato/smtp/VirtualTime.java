package dev.hato.smtp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;

/** A clock that moves when it is told to, and whenever somebody waits. */
final class VirtualTime implements InstantSource, Pause {
    static final Instant START = Instant.parse("2026-04-01T00:00:00Z");

    private Instant now = START;
    private Duration waited = Duration.ZERO;
    private final ThreadLocal<Instant> seen = ThreadLocal.withInitial(() -> START);

    @Override
    public synchronized Instant instant() {
        seen.set(now);
        return now;
    }

    /** Returns the time that this thread was told last: others may have moved the clock since. */
    Instant seen() {
        return seen.get();
    }

    @Override
    public synchronized long await(Condition changed, long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        now = now.plusNanos(nanos);
        waited = waited.plusNanos(nanos);
        return nanos;
    }

    synchronized void advance(Duration span) {
        now = now.plus(span);
    }

    /** Returns how long was waited so far, all threads together. */
    synchronized Duration waited() {
        return waited;
    }

    /** Returns how far the clock is from its start. */
    synchronized Duration elapsed() {
        return Duration.between(START, now);
    }
}
