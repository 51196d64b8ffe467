package dev.hato.step;

/** Why a step has no time. */
public enum Unscheduled {
    /** The contact has no such date. */
    ANCHOR_MISSING,
    /** What the contact has under that name is no date, or none that can be reckoned with. */
    ANCHOR_UNREADABLE,
    /** Its day is no business day, and it is for business days only. */
    NO_BUSINESS_DAY,
    /** It was due before it was seen, and the policy leaves such steps out. */
    PAST_DUE,
    /** There is no later time. */
    OVER
}
