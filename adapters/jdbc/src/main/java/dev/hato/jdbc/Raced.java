package dev.hato.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Inserts where the database has no answer to clashes but an error, which leaves the transaction usable. */
final class Raced {
    private static final int ATTEMPTS = 20;

    private Raced() {}

    /** Runs the statement, which looks for clashes first; again if somebody inserted one in between. */
    static Set<List<String>> insert(Dialect dialect, Session session, String text, Insertion insertion, Rows rows)
            throws SQLException {
        SQLException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return Set.copyOf(session.list(
                        text,
                        parameters -> parameters.rows(rows, insertion.types()),
                        row -> row.texts(insertion.key().size())));
            } catch (SQLException e) {
                if (!dialect.isDuplicate(e)) {
                    throw e;
                }
                last = e;
            }
        }
        throw last == null ? new SQLException("Nothing was tried.") : last;
    }
}
