package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Attributes in PostgreSQL: JSONB and typed columns, sets as arrays of text. */
final class PostgresAttributeSql implements AttributeSql {
    /** Longer texts are left out of the index, whose rows are limited to some 2,700 bytes. */
    static final int INDEXED_LENGTH = 200;

    /** An index has 32 columns at most. */
    private static final int MOST_INCLUDED = 24;

    /** The longest text that a GIN index takes for certain. */
    private static final int LONGEST_ELEMENT = 600;

    @Override
    public String columnType(AttributeType type) {
        return switch (type) {
            case TEXT -> "text collate \"C\"";
            case NUMBER -> "numeric";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case INSTANT -> "bigint";
            case TEXT_SET -> "text[] collate \"C\"";
        };
    }

    @Override
    public List<String> index(TypedColumn column, String name) {
        String on = "create index if not exists " + name + " on {contact} ";
        return List.of(
                switch (column.type()) {
                    case TEXT ->
                        on + "(" + column.name() + ", id) where char_length(" + column.name() + ") <= "
                                + INDEXED_LENGTH;
                    case TEXT_SET -> on + "using gin (" + column.name() + ")";
                    case NUMBER, BOOLEAN, DATE, INSTANT -> on + "(" + column.name() + ", id)";
                });
    }

    /** The numbers go along in the index, so that sums need no look at the table. */
    @Override
    public List<String> eventIndex(List<TypedColumn> columns, Tables tables) {
        String numbers = columns.stream()
                .filter(column -> column.type() == AttributeType.NUMBER)
                .limit(MOST_INCLUDED)
                .map(TypedColumn::name)
                .collect(Collectors.joining(", "));
        if (numbers.isEmpty()) {
            return List.of();
        }
        String index = tables.prefix() + "event_type";
        return List.of(
                "drop index if exists " + tables.schema() + index + "_new",
                "create index " + index + "_new on {event} (type, contact, at) include (" + numbers + ")",
                "drop index if exists " + tables.schema() + index,
                "alter index " + tables.schema() + index + "_new rename to " + index);
    }

    @Override
    public void drain(Session session, String table) throws SQLException {
        Connection connection = session.connection();
        connection.setAutoCommit(false);
        try {
            session.execute("lock table {" + table + "} in share row exclusive mode");
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public String fromRow(String expression, AttributeType type) {
        return switch (type) {
            case TEXT_SET -> "cast(" + expression + " as text[])";
            case DATE -> "cast(" + expression + " as date)";
            case TEXT, NUMBER, BOOLEAN, INSTANT -> expression;
        };
    }

    @Override
    public String jsonFromRow(String expression) {
        return "cast(" + expression + " as jsonb)";
    }

    @Override
    public Object toRow(AttributeType type, Object value) {
        return type == AttributeType.TEXT_SET ? literal((Collection<?>) value) : AttributeSql.super.toRow(type, value);
    }

    /** An array inside an array of rows travels as its text. */
    private static String literal(Collection<?> texts) {
        StringBuilder literal = new StringBuilder("{");
        for (Object text : texts) {
            literal.append(literal.length() == 1 ? "\"" : ",\"");
            literal.append(((String) text).replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return literal.append('}').toString();
    }

    @Override
    public @Nullable Object read(Row row, int column, AttributeType type) throws SQLException {
        if (type != AttributeType.TEXT_SET) {
            return AttributeSql.super.read(row, column, type);
        }
        Array array = row.results().getArray(column);
        return array == null ? null : Set.of((String[]) array.getArray());
    }

    @Override
    public void check(Attribute<?> attribute, Object value, boolean typed) {
        AttributeSql.super.check(attribute, value, typed);
        if (typed && attribute.type() == AttributeType.TEXT_SET) {
            for (Object text : (Collection<?>) value) {
                if (((String) text).length() > LONGEST_ELEMENT) {
                    throw new IllegalArgumentException(AttributeSql.what(attribute) + " has a text of "
                            + ((String) text).length() + " characters; a declared set takes " + LONGEST_ELEMENT
                            + " at most. Shorten it, or do not declare the attribute.");
                }
            }
        }
    }
}
