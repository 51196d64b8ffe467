package dev.hato.tracking.hit;

/**
 * Tells the host what becomes of hits. Override what is of interest.
 *
 * <p>Called on the threads that write hits or take them, after a while at most once a minute for each. An exception is logged and
 * stops nothing.
 */
public interface HitListener {
    /**
     * Hits were not taken, since the store did not take the earlier ones in time and the queue is full.
     *
     * @param total how many since the beginning
     */
    default void dropped(long total) {}

    /**
     * The store did not take hits; they wait and are tried again.
     *
     * @param cause what it said
     * @param waiting how many hits wait
     */
    default void notWritten(RuntimeException cause, int waiting) {}
}
