package dev.hato.message;

/** What becomes of a recipient for whom a field of the template has no value and no {@code default}. */
public enum MissingField {
    /** The recipient gets no mail from this delivery; the reason names the field. The rest goes on. */
    EXCLUDE,
    /** The send is an error, for mail that must not be left out silently. */
    FAIL
}
