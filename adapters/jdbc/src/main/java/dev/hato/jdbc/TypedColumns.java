package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The typed columns that one table has at a time, and the way of attribute values into them and out again. What has no
 * column is in JSON.
 *
 * <p>Immutable and thread-safe.
 */
final class TypedColumns {
    /** Counts the columns of all kinds; columns are only ever added. */
    static final String COUNT = "select count(*) from {typed_column}";

    private final ColumnKind kind;
    private final AttributeSql sql;
    private final List<TypedColumn> columns;
    private final int ofAllKinds;
    private final Map<Attribute<?>, TypedColumn> byAttribute = new HashMap<>();

    /**
     * @param ofAllKinds how many columns the catalogue had when these were read
     */
    TypedColumns(ColumnKind kind, AttributeSql sql, List<TypedColumn> columns, int ofAllKinds) {
        this.ofAllKinds = ofAllKinds;
        this.kind = kind;
        this.sql = sql;
        this.columns = List.copyOf(columns);
        columns.forEach(column -> byAttribute.put(column.attribute(), column));
    }

    ColumnKind kind() {
        return kind;
    }

    List<TypedColumn> columns() {
        return columns;
    }

    /** Returns the column of the attribute; without one its value is in JSON under {@link AttributeJson#key}. */
    Optional<TypedColumn> of(Attribute<?> attribute) {
        return Optional.ofNullable(byAttribute.get(attribute));
    }

    /** Returns a condition that is true as long as these are all the columns. */
    String guard() {
        return "(" + COUNT + ") = " + ofAllKinds;
    }

    /** Returns where the values of attributes are found in the table under this alias. */
    Attributes under(String alias) {
        return attribute -> {
            TypedColumn column = byAttribute.get(attribute);
            return column == null
                    ? new Place.Json(attribute.type(), alias + "." + kind.json(), AttributeJson.key(attribute))
                    : new Place.Column(attribute.type(), alias + "." + column.name(), null, true);
        };
    }

    /** Returns {@code json, a_one, a_two} with something before each: what {@link #read} reads. */
    String names(String before) {
        return before + kind.json() + each(column -> ", " + before + column.name());
    }

    /** Returns {@code json text, a_one bigint} for bound rows: what {@link #row} gives. */
    String rowColumns() {
        return kind.json() + " text" + each(column -> ", " + column.name() + " " + sql.rowType(column.type()));
    }

    /** Returns what to write, of the bound rows under this alias, in the order of {@link #names}. */
    String fromRow(String alias) {
        return sql.jsonFromRow(alias + "." + kind.json())
                + each(column -> ", " + sql.fromRow(alias + "." + column.name(), column.type()));
    }

    /** Returns what to write into each column, of the bound rows under this alias. */
    Map<String, String> assignments(String alias) {
        Map<String, String> assignments = new LinkedHashMap<>();
        assignments.put(kind.json(), sql.jsonFromRow(alias + "." + kind.json()));
        columns.forEach(
                column -> assignments.put(column.name(), sql.fromRow(alias + "." + column.name(), column.type())));
        return assignments;
    }

    private String each(Function<TypedColumn, String> part) {
        return columns.stream().map(part).collect(Collectors.joining());
    }

    /** Returns the types of a row: first those given, then the values'. */
    String[] types(String... first) {
        List<String> types = new ArrayList<>(List.of(first));
        types.add("text");
        columns.forEach(column -> types.add(sql.rowType(column.type())));
        return types.toArray(String[]::new);
    }

    /**
     * Returns a row: first the values given, then those of the map.
     *
     * @throws IllegalArgumentException if the database cannot keep a value
     */
    @Nullable Object[] row(AttributeMap values, @Nullable Object... first) {
        @Nullable Object[] row = new Object[first.length + 1 + columns.size()];
        System.arraycopy(first, 0, row, 0, first.length);
        values.forEach((attribute, value) -> sql.check(attribute, value, byAttribute.containsKey(attribute)));
        row[first.length] = AttributeJson.write(values, attribute -> !byAttribute.containsKey(attribute));
        int next = first.length + 1;
        for (TypedColumn column : columns) {
            Object value = values.get(column.attribute());
            row[next++] = value == null ? null : sql.toRow(column.type(), value);
        }
        return row;
    }

    /** Returns the values that stand in {@link #names} from this position on. */
    AttributeMap read(Row row, int first) throws SQLException {
        Map<Attribute<?>, Object> values = new HashMap<>();
        AttributeJson.read(row.textOrNull(first), values);
        int next = first + 1;
        for (TypedColumn column : columns) {
            Object value = sql.read(row, next++, column.type());
            if (value != null) {
                values.put(column.attribute(), value);
            }
        }
        return values.isEmpty() ? AttributeMap.empty() : AttributeMap.copyOf(values);
    }
}
