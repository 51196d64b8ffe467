package dev.hato.delivery;

/** Whether marketing mail must name its sender and the way out before it may go. */
public enum LegalNotices {
    /**
     * A group delivery is refused when it is submitted if its template does not show the sender's
     * name, postal address and contact, and the way to unsubscribe. The default.
     */
    REQUIRED,
    /** Nothing is looked for: the host sees to it, or the mail falls under no such law. */
    NOT_CHECKED
}
