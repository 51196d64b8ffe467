package dev.hato.jdbc;

import java.sql.SQLException;

/** Work that speaks to the database. */
@FunctionalInterface
interface SqlFunction<A, R> {
    R apply(A argument) throws SQLException;
}
