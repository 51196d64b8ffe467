package dev.hato.jdbc;

import java.util.Arrays;
import java.util.List;

/**
 * Rows to be inserted into a table unless they clash with what is there.
 *
 * @param table its name without prefix
 * @param columns of the table, separated by commas
 * @param rowColumns of the bound rows, {@code name type, …}
 * @param values what to write into the columns, of the bound rows under the alias {@code r}
 * @param uniques the columns of each unique key; each is named alike in table and rows, and the first key identifies
 *     a row
 * @param guard a condition without which nothing is inserted
 */
record Insertion(
        String table, String columns, String rowColumns, String values, List<List<String>> uniques, String guard) {
    /** Returns the types of the bound rows' columns. */
    String[] types() {
        return Arrays.stream(rowColumns.split(",\\s*"))
                .map(column -> column.substring(column.indexOf(' ') + 1))
                .toArray(String[]::new);
    }

    /** Returns the statement without an answer to clashes. */
    String text() {
        return "insert into {" + table + "} (" + columns + ") select " + values + " from {rows r: " + rowColumns
                + "} where " + guard;
    }

    /** Returns the statement that leaves out what clashes with what is there. */
    String textOfNew() {
        StringBuilder text = new StringBuilder(text());
        for (List<String> unique : uniques) {
            text.append(" and not exists (select 1 from {")
                    .append(table)
                    .append("} as t where ")
                    .append(matching(unique))
                    .append(')');
        }
        return text.toString();
    }

    private static String matching(List<String> unique) {
        return String.join(
                " and ", unique.stream().map(key -> "t." + key + " = r." + key).toList());
    }

    /** Returns the columns of the key that identifies a row. */
    List<String> key() {
        return uniques.get(0);
    }
}
