package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.contact.NumberAttribute;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * An attribute in a column of the host's.
 *
 * @param attribute which
 * @param expression what to select
 * @param guard which values are some, or null for all; others are read as missing
 * @param exact whether the expression is of the type in which conditions compare
 * @param zone of what has none, where it is read as a point in time
 */
record HostValue(
        Attribute<?> attribute,
        String expression,
        @Nullable String guard,
        boolean exact,
        @Nullable ZoneId zone) {
    /** Microseconds go some ninety thousand years further. */
    private static final int FARTHEST_YEAR = 200_000;

    /**
     * Returns how the column is read as the attribute.
     *
     * @throws IllegalArgumentException if it cannot be
     */
    static HostValue of(Attribute<?> attribute, HostColumns table, String name, HostSql sql, @Nullable ZoneId zone) {
        HostColumns.Column column = table.column(name);
        String reference = table.reference(column);
        HostValue value = of(attribute, column, reference, sql, zone);
        if (value != null) {
            return value;
        }
        throw new IllegalArgumentException("Column '" + name + "' of '" + table.what() + "' is of type "
                + column.typeName() + ", which cannot be read as the "
                + attribute.type().label() + " '"
                + attribute.name() + "'"
                + (isZoneless(column) && attribute.type() == AttributeType.INSTANT
                        ? " without a zone; set the zone of the table."
                        : "; declare the attribute with another type, or map a view that converts it."));
    }

    private static @Nullable HostValue of(
            Attribute<?> attribute, HostColumns.Column column, String reference, HostSql sql, @Nullable ZoneId zone) {
        return switch (attribute.type()) {
            case TEXT -> isText(column) ? exact(attribute, sql.text(reference, column.type() == Types.CHAR)) : null;
            case NUMBER ->
                isInteger(column)
                        ? exact(attribute, reference)
                        : isDecimal(column)
                                ? decimal(attribute, column, reference, sql)
                                : isFloating(column) ? new HostValue(attribute, reference, null, false, null) : null;
            case BOOLEAN ->
                column.typeName().startsWith("bool")
                        ? exact(attribute, reference)
                        : isInteger(column) || column.typeName().startsWith("tinyint")
                                ? exact(attribute, "(" + reference + " <> 0)")
                                : null;
            case DATE ->
                column.type() == Types.DATE && !column.typeName().equals("year")
                        ? new HostValue(attribute, reference, sql.guard(AttributeType.DATE, reference), true, null)
                        : null;
            case INSTANT ->
                isZoned(column)
                        ? exact(attribute, sql.micros(reference))
                        : isZoneless(column) && zone != null
                                ? new HostValue(
                                        attribute, reference, sql.guard(AttributeType.INSTANT, reference), false, zone)
                                : null;
            case TEXT_SET -> null;
        };
    }

    /** Numbers that may be longer than an attribute's are told from others by the database, or else read. */
    private static HostValue decimal(Attribute<?> attribute, HostColumns.Column column, String reference, HostSql sql) {
        boolean longer = column.digits() > NumberAttribute.MAX_DIGITS;
        String guard = longer || sql.isBounded() ? sql.guard(AttributeType.NUMBER, reference) : null;
        return new HostValue(attribute, reference, guard, !longer || sql.isBounded(), null);
    }

    private static HostValue exact(Attribute<?> attribute, String expression) {
        return new HostValue(attribute, expression, null, true, null);
    }

    /** Returns what to select. */
    String selected() {
        return guard == null ? expression : "case when " + guard + " then " + expression + " end";
    }

    static boolean isText(HostColumns.Column column) {
        return switch (column.type()) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB -> true;
            default -> column.typeName().equals("uuid") || column.typeName().equals("citext");
        };
    }

    static boolean isInteger(HostColumns.Column column) {
        return switch (column.type()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            default -> false;
        };
    }

    private static boolean isDecimal(HostColumns.Column column) {
        return (column.type() == Types.NUMERIC || column.type() == Types.DECIMAL)
                && !column.typeName().equals("money");
    }

    private static boolean isFloating(HostColumns.Column column) {
        return switch (column.type()) {
            case Types.FLOAT, Types.REAL, Types.DOUBLE -> !column.typeName().equals("money");
            default -> false;
        };
    }

    private static boolean isZoned(HostColumns.Column column) {
        String name = column.typeName();
        return name.equals("timestamptz") || (name.startsWith("timestamp") && name.endsWith("with time zone"));
    }

    static boolean isZoneless(HostColumns.Column column) {
        return column.type() == Types.TIMESTAMP && !isZoned(column);
    }

    /** Returns the value of the selected expression, or null. */
    @Nullable Object read(ResultSet results, int column) throws SQLException {
        return switch (attribute.type()) {
            case TEXT -> results.getString(column);
            case NUMBER -> number(results, column);
            case BOOLEAN -> {
                boolean flag = results.getBoolean(column);
                yield results.wasNull() ? null : (Object) flag;
            }
            case DATE -> results.getObject(column, LocalDate.class);
            case INSTANT -> {
                if (zone != null) {
                    LocalDateTime local = results.getObject(column, LocalDateTime.class);
                    yield local == null || Math.abs(local.getYear()) > FARTHEST_YEAR
                            ? null
                            : local.atZone(zone).toInstant();
                }
                long micros = results.getLong(column);
                yield results.wasNull() ? null : Micros.instant(micros);
            }
            case TEXT_SET -> throw new AssertionError(attribute);
        };
    }

    /** A floating-point number is read as the shortest decimal that stands for it, as it is shown. */
    private @Nullable Object number(ResultSet results, int column) throws SQLException {
        if (exact) {
            return results.getBigDecimal(column);
        }
        Object value = results.getObject(column);
        boolean endless = (value instanceof Double wide && !Double.isFinite(wide))
                || (value instanceof Float narrow && !Float.isFinite(narrow));
        return value == null || endless ? null : new BigDecimal(value.toString());
    }
}
