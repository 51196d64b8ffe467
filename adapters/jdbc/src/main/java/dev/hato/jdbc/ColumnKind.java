package dev.hato.jdbc;

/** Whose typed columns. */
enum ColumnKind {
    /** Attributes of contacts. */
    CONTACT("contact", "attributes"),
    /** Properties of events. */
    EVENT("event", "properties");

    private final String table;
    private final String json;

    ColumnKind(String table, String json) {
        this.table = table;
        this.json = json;
    }

    /** Returns the table's name without prefix, which also stands in the catalogue. */
    String table() {
        return table;
    }

    /** Returns the column for what has no column of its own. */
    String json() {
        return json;
    }
}
