package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;

/** Attributes in MariaDB: JSON and typed columns, sets as JSON arrays in text. */
final class MariaDbAttributeSql implements AttributeSql {
    /** What {@code decimal(65,30)} holds. */
    private static final int BEFORE_POINT = 35;

    private static final int AFTER_POINT = 30;

    /** A table has 64 keys at most. */
    private static final int MOST_INDEXES = 56;

    @Override
    public String columnType(AttributeType type) {
        return switch (type) {
            case TEXT, TEXT_SET -> "longtext character set utf8mb4 collate utf8mb4_nopad_bin";
            case NUMBER -> "decimal(65,30)";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case INSTANT -> "bigint";
        };
    }

    @Override
    public List<String> index(TypedColumn column, String name) {
        String on = "create index if not exists " + name + " on {contact} (" + column.name();
        return switch (column.type()) {
            case TEXT -> List.of(on + "(100))");
            case TEXT_SET -> List.of();
            case NUMBER, BOOLEAN, DATE, INSTANT -> List.of(on + ")");
        };
    }

    @Override
    public void drain(Session session, String table) throws SQLException {
        session.execute("lock tables {" + table + "} write");
        session.execute("unlock tables");
    }

    @Override
    public int mostIndexes() {
        return MOST_INDEXES;
    }

    @Override
    public String jsonFromRow(String expression) {
        return expression;
    }

    @Override
    public void check(Attribute<?> attribute, Object value, boolean typed) {
        AttributeSql.super.check(attribute, value, typed);
        if (value instanceof BigDecimal number
                && (number.precision() - number.scale() > BEFORE_POINT || number.scale() > AFTER_POINT)) {
            throw new IllegalArgumentException(AttributeSql.what(attribute) + " is " + number + "; MariaDB keeps "
                    + BEFORE_POINT + " digits before the point and " + AFTER_POINT + " after it. Round the number, "
                    + "or use another database.");
        }
    }
}
