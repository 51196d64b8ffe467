package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The databases this library knows. */
final class Dialects {
    /** Those this library knows; the first one that says yes is it. */
    private static final List<Dialect> KNOWN = List.of(new PostgresDialect(), new MariaDbDialect(), new H2Dialect());

    /**
     * Chooses by what the database says about itself.
     *
     * @throws UnknownDatabaseException if it is none of those known
     */
    static Dialect of(Connection connection) throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        String product = data.getDatabaseProductName();
        for (Dialect dialect : KNOWN) {
            if (dialect.name().equals(product.toLowerCase(Locale.ROOT))) {
                dialect.requireUsable(connection);
                return dialect;
            }
        }
        throw new UnknownDatabaseException(
                product + " " + data.getDatabaseProductVersion(),
                KNOWN.stream().map(Dialect::title).collect(Collectors.joining(", ")));
    }

    private Dialects() {}
}
