package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The columns that a table of the host's has, as the database tells them. */
final class HostColumns {
    /** Names that can be quoted without a thought, in statements of ours too. */
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ -]{0,127}");

    /**
     * A column.
     *
     * @param name as the database writes it
     * @param type of {@link java.sql.Types}
     * @param typeName in lower case
     * @param digits the most before and after the point together, of decimals
     * @param filling what the database does where nothing is given
     */
    record Column(String name, int type, String typeName, int digits, Filling filling) {}

    /** What a column gets for which an insert gives nothing. */
    enum Filling {
        /** Nothing: it may be empty. */
        EMPTY,
        /** Its default value, and it must not be empty. */
        DEFAULT,
        /** An error: it must be given. */
        REQUIRED,
        /** The next number of a sequence. */
        SEQUENCE,
        /** What it is computed from; it cannot be given. */
        COMPUTED
    }

    private final String what;
    private final String quote;
    private final String from;
    private final Map<String, Column> columns;
    private final boolean view;

    private HostColumns(String what, String quote, String from, Map<String, Column> columns, boolean view) {
        this.what = what;
        this.quote = quote;
        this.from = from;
        this.columns = columns;
        this.view = view;
    }

    /**
     * Reads the columns.
     *
     * @throws IllegalArgumentException if there is no such table
     */
    static HostColumns of(Connection connection, @Nullable String schema, String table, Dialect dialect)
            throws SQLException {
        String what = schema == null ? table : schema + "." + table;
        requireName("Table", table);
        if (schema != null) {
            requireName("Schema", schema);
        }
        DatabaseMetaData data = connection.getMetaData();
        // MariaDB has no schemas below its databases.
        boolean catalogs =
                data.getDatabaseProductName().toLowerCase(Locale.ROOT).equals("mariadb");
        String catalog = catalogs && schema != null ? schema : connection.getCatalog();
        List<@Nullable String> places = new ArrayList<>();
        if (catalogs) {
            places.add(null);
        } else if (schema == null) {
            places.addAll(dialect.searchPath(connection));
        } else {
            places.addAll(List.of(schema, schema.toUpperCase(Locale.ROOT), schema.toLowerCase(Locale.ROOT)));
        }
        for (String name : new String[] {table, table.toUpperCase(Locale.ROOT), table.toLowerCase(Locale.ROOT)}) {
            for (@Nullable String place : places) {
                Map<String, Column> columns = read(data, catalog, place, name);
                if (!columns.isEmpty()) {
                    String quote = data.getIdentifierQuoteString();
                    String prefix = catalogs ? catalog : place;
                    String from = (prefix == null ? "" : quote + prefix + quote + ".") + quote + name + quote;
                    return new HostColumns(what, quote, from, columns, isView(data, catalog, place, name));
                }
            }
        }
        throw new IllegalArgumentException("There is no table or view '" + what
                + "' that this connection can see; correct the name, or set its schema.");
    }

    private static Map<String, Column> read(
            DatabaseMetaData data, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (ResultSet found = data.getColumns(catalog, pattern(data, schema), pattern(data, table), null)) {
            while (found.next()) {
                String name = found.getString("COLUMN_NAME");
                columns.put(
                        name,
                        new Column(
                                name,
                                found.getInt("DATA_TYPE"),
                                found.getString("TYPE_NAME").toLowerCase(Locale.ROOT),
                                found.getInt("COLUMN_SIZE"),
                                filling(found)));
            }
        }
        return columns;
    }

    private static Filling filling(ResultSet column) throws SQLException {
        String value = column.getString("COLUMN_DEF");
        if ("YES".equals(column.getString("IS_GENERATEDCOLUMN"))) {
            return Filling.COMPUTED;
        }
        if ("YES".equals(column.getString("IS_AUTOINCREMENT")) || isSequence(value)) {
            return Filling.SEQUENCE;
        }
        if (column.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls) {
            return Filling.EMPTY;
        }
        return value == null ? Filling.REQUIRED : Filling.DEFAULT;
    }

    private static boolean isSequence(@Nullable String value) {
        String text = value == null ? "" : value.toLowerCase(Locale.ROOT);
        return text.contains("nextval") || text.contains("next value for");
    }

    private static boolean isView(
            DatabaseMetaData data, @Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        try (ResultSet found = data.getTables(catalog, pattern(data, schema), pattern(data, table), null)) {
            return found.next()
                    && found.getString("TABLE_TYPE").toUpperCase(Locale.ROOT).contains("VIEW");
        }
    }

    private static @Nullable String pattern(DatabaseMetaData data, @Nullable String name) throws SQLException {
        return name == null ? null : name.replace("_", data.getSearchStringEscape() + "_");
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " name '" + name
                    + "' has characters other than letters, digits, underscores, spaces and hyphens; map a view whose "
                    + "names are plain.");
        }
    }

    /** Returns the table's name, quoted. */
    String from() {
        return from;
    }

    /** Returns the table's name as the host wrote it. */
    String what() {
        return what;
    }

    /** Returns whether it is a view. */
    boolean isView() {
        return view;
    }

    /** Returns all columns. */
    Collection<Column> all() {
        return columns.values();
    }

    /** Returns the column's name, quoted, under the alias {@code c}. */
    String reference(Column column) {
        return "c." + quoted(column);
    }

    /** Returns the column's name, quoted. */
    String quoted(Column column) {
        return quote + column.name() + quote;
    }

    /**
     * Returns the column of this name, in the same case or else in another.
     *
     * @throws IllegalArgumentException if there is none; it names those that are there
     */
    Column column(String name) {
        Column exact = columns.get(name);
        if (exact == null) {
            exact = columns.values().stream()
                    .filter(column -> column.name().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("Table '" + what + "' has no column '" + name
                            + "'; it has " + String.join(", ", columns.keySet()) + "."));
        }
        requireName("Column", exact.name());
        return exact;
    }
}
