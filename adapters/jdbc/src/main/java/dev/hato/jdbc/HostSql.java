package dev.hato.jdbc;

import java.sql.SQLException;

/** How one kind of database reads the host's columns as this library's types. */
interface HostSql {
    /**
     * Returns a text that compares by its characters, whatever the column's collation is.
     *
     * @param padded whether the column fills texts up with spaces
     */
    String text(String column, boolean padded);

    /** Returns whole microseconds since 1970 UTC of a column that holds points in time. */
    String micros(String column);

    /**
     * Binds a text to a column that holds texts of a kind, such as enumerations or UUIDs.
     *
     * @param typeName of the column, in lower case
     */
    default void bindText(Parameters parameters, String value, String typeName) throws SQLException {
        parameters.text(value);
    }

    /** PostgreSQL. */
    final class Postgres implements HostSql {
        @Override
        public String text(String column, boolean padded) {
            return "(cast(" + column + " as text) collate \"C\")";
        }

        @Override
        public String micros(String column) {
            return "(case when isfinite(" + column + ") then cast(floor(extract(epoch from " + column
                    + ") * 1000000) as bigint) end)";
        }

        /** Of other types than these it takes a text only where it may find out the type by itself. */
        @Override
        public void bindText(Parameters parameters, String value, String typeName) throws SQLException {
            switch (typeName) {
                case "varchar", "text", "bpchar" -> parameters.text(value);
                default -> parameters.untyped(value);
            }
        }
    }

    /** H2. */
    final class H2 implements HostSql {
        @Override
        public String text(String column, boolean padded) {
            return padded ? "rtrim(cast(" + column + " as varchar))" : "cast(" + column + " as varchar)";
        }

        @Override
        public String micros(String column) {
            return "datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', " + column + ")";
        }
    }

    /** MariaDB. */
    final class MariaDb implements HostSql {
        @Override
        public String text(String column, boolean padded) {
            return "(convert(" + column + " using utf8mb4) collate utf8mb4_nopad_bin)";
        }

        /** Its timestamps are points in time that nobody's metadata tells from local ones: they are read with a zone. */
        @Override
        public String micros(String column) {
            throw new IllegalArgumentException("MariaDB has no column with a zone: " + column);
        }
    }
}
