package dev.hato.jdbc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of values that a statement takes as one table: {@code {rows r: id text, fence bigint}} in its text, {@link
 * Parameters#rows} among its values. One statement, whatever their number.
 */
final class Rows {
    private final List<@Nullable Object[]> rows;

    Rows(int expected) {
        rows = new ArrayList<>(expected);
    }

    /** Adds a row: String, Long, Boolean, BigDecimal or null, in the order of the columns. */
    Rows add(@Nullable Object... values) {
        rows.add(values);
        return this;
    }

    int size() {
        return rows.size();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    List<@Nullable Object[]> values() {
        return rows;
    }

    /** Returns one column of all rows. */
    @Nullable Object[] column(int index) {
        @Nullable Object[] column = new Object[rows.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = rows.get(i)[index];
        }
        return column;
    }
}
