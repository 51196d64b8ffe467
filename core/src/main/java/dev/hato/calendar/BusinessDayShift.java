package dev.hato.calendar;

/** What becomes of a date that is no business day. */
public enum BusinessDayShift {
    /** It stays: every day will do. */
    NONE("any day"),
    /** The next business day takes its place. */
    NEXT("next business day"),
    /** The business day before takes its place. */
    PREVIOUS("previous business day"),
    /** It falls away. */
    SKIP("business days only");

    private final String words;

    BusinessDayShift(String words) {
        this.words = words;
    }

    /** Returns the words for a plan. */
    public String words() {
        return words;
    }
}
