package dev.hato.tracking.hit;

/** Stores that look at the hits which wait to be written into them. Thread-safe. */
public interface HitDestination {
    /** Is told of each log into these stores, when it is built. */
    void attached(HitLog log);
}
