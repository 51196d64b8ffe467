package dev.hato.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** MariaDB: rows travel as one JSON text, which the server reads as a table. */
final class MariaDbDialect implements Dialect {
    private static final AttributeSql ATTRIBUTES = new MariaDbAttributeSql();
    private static final int LOCK_SECONDS = 600;

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public String title() {
        return "MariaDB 10.11 or newer";
    }

    @Override
    public String now() {
        return "cast(unix_timestamp(sysdate(6)) * 1000000 as signed)";
    }

    @Override
    public String rows(String alias, String[] columns) {
        return IntStream.range(0, columns.length)
                .mapToObj(i ->
                        columns[i].split(" ", 2)[0] + " " + type(columns[i].split(" ", 2)[1]) + " path '$[" + i + "]'")
                .collect(Collectors.joining(", ", "json_table(?, '$[*]' columns (", ")) as " + alias));
    }

    private static String type(String type) {
        return switch (type) {
            case "text" -> "longtext character set utf8mb4 collate utf8mb4_nopad_bin";
            case "boolean" -> "tinyint";
            case "decimal" -> "decimal(65,30)";
            case "bytea" -> "longtext character set ascii";
            default -> type;
        };
    }

    @Override
    public int bindRows(PreparedStatement statement, int position, Rows rows, String[] types) throws SQLException {
        StringBuilder json = new StringBuilder(rows.size() * 64).append('[');
        for (@Nullable Object[] row : rows.values()) {
            json.append(json.length() == 1 ? "[" : ",[");
            for (int i = 0; i < row.length; i++) {
                append(i == 0 ? json : json.append(','), row[i]);
            }
            json.append(']');
        }
        statement.setString(position, json.append(']').toString());
        return position + 1;
    }

    private static void append(StringBuilder json, @Nullable Object value) {
        if (value instanceof String text) {
            quote(json, text);
        } else if (value instanceof BigDecimal decimal) {
            json.append(decimal.toPlainString());
        } else if (value instanceof Boolean flag) {
            json.append(flag ? 1 : 0);
        } else if (value instanceof byte[] bytes) {
            json.append('"').append(HexFormat.of().formatHex(bytes)).append('"');
        } else {
            json.append(value);
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level read committed");
            statement.execute("set session idle_transaction_timeout = " + FROZEN_SECONDS);
        }
        connection.setAutoCommit(false);
    }

    @Override
    public boolean beginsReadCommitted() {
        return true;
    }

    @Override
    public void end(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set session idle_transaction_timeout = default");
        }
    }

    /** What others call a schema is a catalog here. */
    @Override
    public boolean tableExists(Connection connection, @Nullable String schema, String table) throws SQLException {
        String sql =
                "select count(*) from information_schema.tables where table_schema = coalesce(?, database()) and table_name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet results = statement.executeQuery()) {
                return results.next() && results.getInt(1) > 0;
            }
        }
    }

    @Override
    public HostSql hostColumns() {
        return new HostSql.MariaDb();
    }

    @Override
    public ValueSql values() {
        return new MariaDbValueSql();
    }

    @Override
    public AttributeSql attributes() {
        return ATTRIBUTES;
    }

    @Override
    public String update(BulkUpdate update) {
        return "update {" + update.table() + "} as t join {rows r: " + update.rowColumns() + "} on " + update.matching()
                + " set " + update.assigned("t.");
    }

    @Override
    public Set<List<String>> insertNew(Session session, Insertion insertion, Rows rows) throws SQLException {
        String returning = " returning " + String.join(", ", insertion.key());
        if (rows.size() == 1) {
            return insertOne(session, insertion, rows, returning);
        }
        return Raced.insert(this, session, insertion.textOfNew() + returning, insertion, rows);
    }

    /**
     * Lets the unique keys say whether the row clashes. To look first would lock the gap where it is going to be, and of several
     * that look at once for the same row all but one would end in a deadlock.
     */
    private Set<List<String>> insertOne(Session session, Insertion insertion, Rows rows, String returning)
            throws SQLException {
        try {
            return Set.copyOf(session.list(
                    insertion.text() + returning,
                    parameters -> parameters.rows(rows, insertion.types()),
                    row -> row.texts(insertion.key().size())));
        } catch (SQLException e) {
            if (isDuplicate(e)) {
                return Set.of();
            }
            throw e;
        }
    }

    @Override
    public boolean isDuplicate(SQLException e) {
        return e.getErrorCode() == 1062;
    }

    @Override
    public void lockMigration(Connection connection, String name) throws SQLException {
        if (call(connection, "select get_lock(left(concat('hato ', ?), 60), " + LOCK_SECONDS + ")", name) != 1) {
            throw new SQLException("Another migration of " + name + " has gone on for " + LOCK_SECONDS + " seconds.");
        }
    }

    @Override
    public void unlockMigration(Connection connection, String name) throws SQLException {
        call(connection, "select release_lock(left(concat('hato ', ?), 60))", name);
    }

    private static int call(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet results = statement.executeQuery()) {
                return results.next() ? results.getInt(1) : 0;
            }
        }
    }

    @Override
    public OutboxSql outbox() {
        return new MariaDbOutboxSql();
    }

    /** A read that locks sees what is committed, also under REPEATABLE READ, which is MariaDB's default. */
    @Override
    public EnrolmentSql enrolments() {
        return new StepwiseEnrolmentSql(" lock in share mode");
    }

    @Override
    public String insertIfAbsent(String table, String... columns) {
        return "insert ignore into {" + table + "} (" + Dialect.names(columns) + ") values (?"
                + ", ?".repeat(columns.length - 1) + ")";
    }
}
