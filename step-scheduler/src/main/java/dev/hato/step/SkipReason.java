package dev.hato.step;

/**
 * Why a step was left out, beside the {@link Unscheduled} ones and the reasons for which mails are excluded ({@link
 * dev.hato.delivery.ExclusionReason}).
 */
public enum SkipReason {
    /** What must be true of the scenario's contacts was not. */
    FILTER,
    /** The step's condition was not true. */
    CONDITION,
    /** It would have been one mail too many for the day or the week. */
    FREQUENCY_CAP,
    /** It was put off, since no mail may leave at that hour. */
    QUIET_HOURS,
    /** The contact has had this mail before. */
    SENT_BEFORE,
    /** It could not be done, however often it was tried. */
    FAILED
}
