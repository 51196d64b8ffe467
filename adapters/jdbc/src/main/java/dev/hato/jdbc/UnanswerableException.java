package dev.hato.jdbc;

/** The condition is one that the database cannot answer exactly; the contacts have to be read instead. */
final class UnanswerableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnanswerableException() {
        super(null, null, false, false);
    }
}
