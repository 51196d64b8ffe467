package dev.hato.tracking.hit;

/** Who is behind a hit. */
public enum Verdict {
    /** A person, as far as anybody can tell. */
    HUMAN,
    /** A program: a scanner of links, a crawler, a prefetch. */
    MACHINE,
    /** It cannot be told: a provider's image proxy, or a client that does not name itself. */
    UNKNOWN
}
