package dev.hato.delivery;

/** How far one mail to one recipient has come. */
public enum MailState {
    /** Waits until it is due and claimed. */
    PLANNED(true),
    /** A dispatcher holds it under a lease. */
    CLAIMED(true),
    /** The server took responsibility. */
    HANDED_OVER(false),
    /** The server refused for now; it is tried again later. */
    DEFERRED(true),
    /** The server refused for good, or refused for now until the patience was over. */
    BOUNCED(false),
    /** It was not sent, for a stated reason. */
    EXCLUDED(false),
    /** The data was complete, the answer was lost, and it is not sent again. */
    UNKNOWN(false);

    private final boolean open;

    MailState(boolean open) {
        this.open = open;
    }

    /** Returns whether something is still to come. */
    public boolean isOpen() {
        return open;
    }
}
