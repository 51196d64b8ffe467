package dev.hato.consent;

/** Whether mail may be sent to an address at all, whatever the list. */
public enum AddressStatus {
    /** Nothing is known against it. */
    OK,
    /** Too many delivery errors that are the address's own. */
    ERROR,
    /** The recipient reported mail as spam. */
    COMPLAINED,
    /** An operator forbade it. */
    SUPPRESSED
}
