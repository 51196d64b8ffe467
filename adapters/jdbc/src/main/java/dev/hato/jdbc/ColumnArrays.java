package dev.hato.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Bound rows that travel as one array a column, for databases with arrays and {@code unnest}. */
final class ColumnArrays {
    private ColumnArrays() {}

    /** Makes the driver's array of a column's values, which are of one type. */
    interface Elements {
        @Nullable Object[] of(@Nullable Object[] values, String type);
    }

    /**
     * Returns the table expression.
     *
     * @param columns each {@code name type}
     * @param arrayType gives the database's name of an array of the type
     */
    static String table(String alias, String[] columns, UnaryOperator<String> arrayType) {
        String arrays = Arrays.stream(columns)
                .map(column -> "cast(? as " + arrayType.apply(column.split(" ", 2)[1]) + ")")
                .collect(Collectors.joining(", "));
        return "unnest(" + arrays + ") as " + alias + "(" + Dialect.names(columns) + ")";
    }

    /** Binds the arrays, and returns the position after the last. */
    static int bind(
            PreparedStatement statement,
            int position,
            Rows rows,
            String[] types,
            UnaryOperator<String> elementType,
            Elements elements)
            throws SQLException {
        for (int i = 0; i < types.length; i++) {
            Object[] values = elements.of(rows.column(i), types[i]);
            statement.setArray(
                    position + i, statement.getConnection().createArrayOf(elementType.apply(types[i]), values));
        }
        return position + types.length;
    }
}
