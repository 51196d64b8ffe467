package dev.hato.benchmarks;

import java.util.concurrent.atomic.AtomicInteger;

/** Hands out the numbers of the mails to send, so many at most and none after a time. Thread-safe. */
final class Tickets {
    /** There is no further mail. */
    static final int NONE = -1;

    private final int limit;
    private final long deadline;
    private final AtomicInteger next = new AtomicInteger();

    Tickets(int limit, long nanos) {
        this.limit = limit;
        this.deadline = System.nanoTime() + nanos;
    }

    /** Returns the number of a mail, which then has to be sent, or {@link #NONE}. */
    int take() {
        if (System.nanoTime() - deadline >= 0) {
            return NONE;
        }
        int number = next.getAndIncrement();
        return number < limit ? number : NONE;
    }

    /** Returns how many were taken. */
    int taken() {
        return Math.min(next.get(), limit);
    }

    int limit() {
        return limit;
    }

    long nanosLeft() {
        return deadline - System.nanoTime();
    }
}
