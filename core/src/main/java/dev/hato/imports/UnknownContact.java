package dev.hato.imports;

/** What happens to an event whose contact is not in the store. */
public enum UnknownContact {
    /** The row fails, naming the contact's id. */
    FAIL,
    /** The event is recorded under the id, for a contact that may come later. */
    ACCEPT
}
