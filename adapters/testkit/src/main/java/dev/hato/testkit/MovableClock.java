package dev.hato.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/** A clock that stands still until it is moved. Thread-safe. */
public final class MovableClock implements InstantSource {
    private Instant now;

    private MovableClock(Instant start) {
        now = Objects.requireNonNull(start, "start");
    }

    /** Returns a clock that shows this instant. */
    public static MovableClock at(Instant start) {
        return new MovableClock(start);
    }

    /** Returns a clock that shows this instant, in ISO form such as {@code 2026-04-01T00:00:00Z}. */
    public static MovableClock at(String start) {
        return new MovableClock(Instant.parse(start));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves the clock to an instant, backwards too. */
    public synchronized void set(Instant instant) {
        now = Objects.requireNonNull(instant, "instant");
    }

    /** Moves the clock by a span, backwards if it is negative, and returns the new time. */
    public synchronized Instant advance(Duration span) {
        now = now.plus(span);
        return now;
    }

    /** Returns the time shown. */
    @Override
    public String toString() {
        return "MovableClock[" + instant() + "]";
    }
}
