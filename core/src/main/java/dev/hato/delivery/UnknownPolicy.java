package dev.hato.delivery;

/** What happens to a mail whose data was complete but whose answer was lost. */
public enum UnknownPolicy {
    /** It is not sent again; it is reported as {@link MailState#UNKNOWN}. */
    AT_MOST_ONCE,
    /** It is sent again with the same Message-ID, and listed as uncertain. */
    AT_LEAST_ONCE
}
