package dev.hato.css;

/** Whether a selector means an element of a template, as far as that can be said before the fields are filled. */
enum Match {
    NO,
    /** It depends on a value, a branch, the reader's pointer or the mail program. */
    MAYBE,
    SURE;

    static Match of(boolean sure) {
        return sure ? SURE : NO;
    }

    Match and(Match other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Match or(Match other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Match not() {
        return this == MAYBE ? MAYBE : this == SURE ? NO : SURE;
    }
}
