package dev.hato.smtp;

import java.util.concurrent.locks.Condition;

/** How a thread waits for its turn; tests wait without time passing. */
@FunctionalInterface
interface Pause {
    /** Waits on the condition, whose lock is held, as long as the machine's clock says. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's, who looks again after each return
    Pause REAL = (changed, nanos) -> {
        long begin = System.nanoTime();
        changed.awaitNanos(nanos);
        return System.nanoTime() - begin;
    };

    /**
     * Waits until the condition is signalled or the time has passed, or returns early without reason.
     *
     * @return the nanoseconds that it took, so that waiting ends also where the injected clock stands still
     */
    long await(Condition changed, long nanos) throws InterruptedException;
}
