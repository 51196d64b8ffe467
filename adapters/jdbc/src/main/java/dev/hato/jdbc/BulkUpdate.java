package dev.hato.jdbc;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Changes of the rows of a table, each with values of its own.
 *
 * @param table its name without prefix
 * @param keys the columns by which bound rows {@code r} find rows of the table, named alike
 * @param rowColumns of the bound rows, {@code name type, …}
 * @param assignments by column, what to write, of the bound rows under the alias {@code r}
 */
record BulkUpdate(String table, List<String> keys, String rowColumns, Map<String, String> assignments) {
    /** Returns {@code t.id = r.id}. */
    String matching() {
        return keys.stream().map(key -> "t." + key + " = r." + key).collect(Collectors.joining(" and "));
    }

    /** Returns {@code a = r.a, b = r.b}, with something before each column. */
    String assigned(String before) {
        return assignments.entrySet().stream()
                .map(entry -> before + entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
