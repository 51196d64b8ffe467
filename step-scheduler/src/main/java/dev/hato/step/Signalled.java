package dev.hato.step;

/** What became of an event that the scheduler was told of. */
public enum Signalled {
    /** It is recorded, and has started, ended and woken what it was to. */
    RECORDED,
    /** An event of its id was recorded before; nothing was done. */
    REPEATED,
    /**
     * Nobody has the contact's id: it was not saved yet, or was erased. Nothing was recorded or done; save the contact, then
     * signal the event again.
     */
    UNKNOWN_CONTACT
}
