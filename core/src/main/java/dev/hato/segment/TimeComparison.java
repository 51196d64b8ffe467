package dev.hato.segment;

/**
 * How a date or a point in time is compared with a {@link Moment}.
 *
 * <p>Where either side is a date, local dates in the evaluation's zone are compared: a purchase
 * at ten o'clock on 1 May is not after 1 May. Otherwise microseconds are.
 */
public enum TimeComparison {
    /** Earlier than the moment. */
    BEFORE("is before"),
    /** Not later than the moment. */
    NOT_AFTER("is not after"),
    /** On the local date of the moment, even where both sides are points in time. */
    ON("is on the day of"),
    /** Not earlier than the moment. */
    NOT_BEFORE("is not before"),
    /** Later than the moment. */
    AFTER("is after");

    final String words;

    TimeComparison(String words) {
        this.words = words;
    }
}
