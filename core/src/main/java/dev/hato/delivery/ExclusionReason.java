package dev.hato.delivery;

/** Why a mail was not sent. Each mail that is not sent has exactly one. */
public enum ExclusionReason {
    /** The contact never was on the list, or is not any more. */
    NOT_SUBSCRIBED,
    /** 配信停止: the subscription is stopped. */
    STOPPED,
    /** 配信禁止: the subscription is banned. */
    BANNED,
    /** The double opt-in is not confirmed. */
    PENDING,
    /** The address had too many delivery errors. */
    ADDRESS_ERROR,
    /** The recipient complained. */
    COMPLAINED,
    /** An operator suppressed the address. */
    SUPPRESSED,
    /** The contact is not there any more. */
    CONTACT_REMOVED,
    /** The template needs a field that the contact does not have. */
    MISSING_FIELD,
    /** The message could not be made from the template and the contact's data. */
    NOT_RENDERED,
    /** The delivery was cancelled before the mail's turn. */
    CANCELLED,
    /** The delivery failed before the mail's turn. */
    DELIVERY_FAILED
}
