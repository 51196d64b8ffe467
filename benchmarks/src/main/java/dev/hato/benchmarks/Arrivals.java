package dev.hato.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until so many have come. Thread-safe. */
final class Arrivals {
    private static final long MINUTES = 5;

    private final CountDownLatch latch;

    Arrivals(int count) {
        latch = new CountDownLatch(count);
    }

    void arrived() {
        latch.countDown();
    }

    void await() throws InterruptedException {
        if (!latch.await(MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(latch.getCount() + " have not come after " + MINUTES + " minutes.");
        }
    }
}
