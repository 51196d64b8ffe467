package dev.hato.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/** The database refused a statement, or could not be reached. What the statement was part of has not been done. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable String sqlState;
    private final boolean retryable;

    StoreException(String message, SQLException cause) {
        super(message, cause);
        sqlState = cause.getSQLState();
        retryable = isRetryable(cause);
    }

    StoreException(String message) {
        super(message);
        sqlState = null;
        retryable = false;
    }

    /** Returns the SQLSTATE of the database (ISO/IEC 9075), or null if it gave none. */
    public @Nullable String sqlState() {
        return sqlState;
    }

    /** Returns whether the same work may well succeed when it is tried again: a lost connection, a deadlock. */
    public boolean isRetryable() {
        return retryable;
    }

    /** Class 08 is the connection, 40 a rolled back transaction, 53 and 57 a server short of means or going down. */
    private static boolean isRetryable(SQLException e) {
        if (e instanceof SQLTransientException || e instanceof SQLRecoverableException) {
            return true;
        }
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("40")
                        || state.startsWith("53")
                        || state.startsWith("57P"));
    }
}
