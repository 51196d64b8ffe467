package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.util.List;

/** Attributes in H2: JSON and typed columns, sets as JSON arrays in text. */
final class H2AttributeSql implements AttributeSql {
    private static final int LONGEST = 1_000_000;

    @Override
    public String columnType(AttributeType type) {
        return switch (type) {
            case TEXT, TEXT_SET -> "varchar";
            case NUMBER -> "numeric(200, 100)";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case INSTANT -> "bigint";
        };
    }

    @Override
    public List<String> index(TypedColumn column, String name) {
        return column.type() == AttributeType.TEXT_SET
                ? List.of()
                : List.of("create index if not exists " + name + " on {contact} (" + column.name() + ")");
    }

    @Override
    public String jsonFromRow(String expression) {
        return expression + " format json";
    }

    @Override
    public void check(Attribute<?> attribute, Object value, boolean typed) {
        AttributeSql.super.check(attribute, value, typed);
        if (value instanceof String text && text.length() > LONGEST) {
            throw new IllegalArgumentException(AttributeSql.what(attribute) + " has " + text.length()
                    + " characters; H2 keeps " + LONGEST + " at most. Shorten it, or use another database.");
        }
    }
}
