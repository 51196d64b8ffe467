package dev.hato.jdbc;

import dev.hato.contact.AttributeType;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How one kind of database reads the host's columns as this library's types. */
interface HostSql {
    /** ASCII only, for databases of any character set. */
    String UNUSUAL = "[^A-Za-z0-9@._+-]";

    /**
     * Returns a text that compares by its characters, whatever the column's collation is.
     *
     * @param padded whether the column fills texts up with spaces
     */
    String text(String column, boolean padded);

    /** Returns whole microseconds since 1970 UTC of a column that holds points in time. */
    String micros(String column);

    /**
     * Returns which of a column's values are some: databases have numbers and days that are none. Null for all.
     *
     * @param type as which the column, of decimals, days or local times, is read
     */
    default @Nullable String guard(AttributeType type, String column) {
        return null;
    }

    /** Returns whether {@link #guard} leaves out the numbers that are too long for an attribute. */
    default boolean isBounded() {
        return false;
    }

    /**
     * Returns whether an address has characters other than those that nearly all addresses are made of, so that its
     * normal form may differ from it in more than the case of letters.
     */
    String isUnusual(String text);

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
            return "(case when " + column + " > timestamptz '-infinity' and " + column
                    + " < timestamptz '200001-01-01 00:00:00+00' then cast(floor(extract(epoch from " + column
                    + ") * 1000000) as bigint) end)";
        }

        /** Numbers have NaN, infinities and thousands of digits, points in time infinities. */
        @Override
        public String guard(AttributeType type, String column) {
            return type == AttributeType.NUMBER
                    ? "(abs(" + column + ") < 1e100 and min_scale(" + column + ") <= 100)"
                    : "isfinite(" + column + ")";
        }

        @Override
        public boolean isBounded() {
            return true;
        }

        @Override
        public String isUnusual(String text) {
            return text + " ~ '" + UNUSUAL + "'";
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
            return "(case when extract(year from " + column + ") between -200000 and 200000 then datediff(microsecond, "
                    + "timestamp with time zone '1970-01-01 00:00:00+00', " + column + ") end)";
        }

        /** The type {@code decfloat} has NaN and infinities. */
        @Override
        public @Nullable String guard(AttributeType type, String column) {
            return type == AttributeType.NUMBER
                    ? "cast(" + column + " as varchar) not in ('NaN', 'Infinity', '-Infinity')"
                    : null;
        }

        @Override
        public String isUnusual(String text) {
            return "regexp_like(" + text + ", '" + UNUSUAL + "')";
        }
    }

    /** MariaDB. */
    final class MariaDb implements HostSql {
        @Override
        public String text(String column, boolean padded) {
            return "(convert(" + column + " using utf8mb4) collate utf8mb4_nopad_bin)";
        }

        /** It has the days 0000-00-00, 2024-00-00 and, if it is told to, 2024-02-31. */
        @Override
        public @Nullable String guard(AttributeType type, String column) {
            return type == AttributeType.NUMBER
                    ? null
                    : "(dayofmonth(" + column + ") between 1 and dayofmonth(last_day(" + column + ")))";
        }

        @Override
        public String isUnusual(String text) {
            return text + " regexp '" + UNUSUAL + "'";
        }

        /** Its timestamps are points in time that nobody's metadata tells from local ones: they are read with a zone. */
        @Override
        public String micros(String column) {
            throw new IllegalArgumentException("MariaDB has no column with a zone: " + column);
        }
    }
}
