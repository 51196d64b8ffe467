package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of database keeps attribute values: in typed columns, and what is left of them in a JSON column.
 *
 * <p>Values travel in bound rows as text, bigint, boolean or decimal. Immutable and thread-safe.
 */
interface AttributeSql {
    /** The first point in time of the first year that is kept, in UTC. */
    Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    /** The first point in time after the last year that is kept, in UTC. */
    Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Returns the type of a column for such values. */
    String columnType(AttributeType type);

    /**
     * Returns the statements that index a new column of contacts, with names of tables in braces.
     *
     * @param name of the index, with its schema where the database wants one
     */
    List<String> index(TypedColumn column, String name);

    /** Returns the statements that renew the index of events after columns were added; none if it has no columns. */
    default List<String> eventIndex(List<TypedColumn> columns, Tables tables) {
        return List.of();
    }

    /**
     * Waits until every transaction has ended that may have written to the table under an older catalogue. Called
     * outside of a transaction.
     */
    default void drain(Session session, String table) throws SQLException {
        // one process has the database to itself, and its own catalogue is read again
    }

    /** Returns how many of a table's typed columns get an index. */
    default int mostIndexes() {
        return Integer.MAX_VALUE;
    }

    /** Returns the type in which a value travels in bound rows. */
    default String rowType(AttributeType type) {
        return switch (type) {
            case TEXT, DATE, TEXT_SET -> "text";
            case NUMBER -> "decimal";
            case BOOLEAN -> "boolean";
            case INSTANT -> "bigint";
        };
    }

    /** Returns the expression that makes of a bound row's column what the typed column keeps. */
    default String fromRow(String expression, AttributeType type) {
        return type == AttributeType.DATE ? "cast(" + expression + " as date)" : expression;
    }

    /** Returns the expression that makes of a bound row's text what the JSON column keeps. */
    String jsonFromRow(String expression);

    /** Returns the value as it travels in a bound row. The value has been checked. */
    default Object toRow(AttributeType type, Object value) {
        return switch (type) {
            case TEXT, NUMBER, BOOLEAN -> value;
            case DATE -> value.toString();
            case INSTANT -> Micros.of((Instant) value);
            case TEXT_SET -> AttributeJson.array((Collection<?>) value);
        };
    }

    /** Returns the value of a typed column, or null. */
    default @Nullable Object read(Row row, int column, AttributeType type) throws SQLException {
        ResultSet results = row.results();
        return switch (type) {
            case TEXT -> results.getString(column);
            case NUMBER -> results.getBigDecimal(column);
            case BOOLEAN -> {
                boolean flag = results.getBoolean(column);
                yield results.wasNull() ? null : (Object) flag;
            }
            case DATE -> results.getObject(column, LocalDate.class);
            case INSTANT -> row.instantOrNull(column);
            case TEXT_SET -> {
                String json = results.getString(column);
                yield json == null ? null : AttributeJson.texts(json);
            }
        };
    }

    /**
     * Throws if this database cannot keep the value as it is.
     *
     * @param typed whether it goes to a column of its own
     * @throws IllegalArgumentException naming the attribute, the value and what is possible
     */
    default void check(Attribute<?> attribute, Object value, boolean typed) {
        switch (attribute.type()) {
            case TEXT -> StorableText.require(what(attribute), (String) value);
            case TEXT_SET ->
                ((Collection<?>) value).forEach(text -> StorableText.require(what(attribute), (String) text));
            case DATE, INSTANT -> requireYear(attribute, value);
            case NUMBER, BOOLEAN -> {
                // all are possible
            }
        }
    }

    /**
     * Throws if a date or a point in time is farther away than all databases can say.
     *
     * @throws IllegalArgumentException naming the attribute and the value
     */
    static void requireYear(Attribute<?> attribute, Object value) {
        boolean possible = value instanceof LocalDate date
                ? date.getYear() >= 1 && date.getYear() <= 9999
                : !((Instant) value).isBefore(FIRST) && ((Instant) value).isBefore(END);
        if (!possible) {
            throw new IllegalArgumentException(
                    what(attribute) + " is " + value + "; the database keeps the years 1 to 9999.");
        }
    }

    /** Returns the attribute's name for a message. */
    static String what(Attribute<?> attribute) {
        return "The value of attribute '" + attribute.name() + "'";
    }
}
