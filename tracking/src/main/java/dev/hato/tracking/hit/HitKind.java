package dev.hato.tracking.hit;

/** What was asked for. */
public enum HitKind {
    /** The image that says that a mail was opened. */
    OPEN,
    /** A link to a page of the sender's. */
    CLICK,
    /** A page of the tracking itself, such as the one to unsubscribe at. */
    VISIT
}
