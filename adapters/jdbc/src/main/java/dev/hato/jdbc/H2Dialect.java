package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** H2, in a file or in memory. Rows travel as one array a column. */
final class H2Dialect implements Dialect {
    private static final AttributeSql ATTRIBUTES = new H2AttributeSql();
    private static final int DUPLICATE_KEY = 23505;
    private static final ReentrantLock MIGRATION = new ReentrantLock();

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String title() {
        return "H2 2.2 or newer";
    }

    @Override
    public String now() {
        return "datediff(microsecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp(6))";
    }

    @Override
    public String rows(String alias, String[] columns) {
        return ColumnArrays.table(alias, columns, type -> type(type) + " array");
    }

    private static String type(String type) {
        return switch (type) {
            case "text" -> "varchar";
            case "decimal" -> "numeric(200, 100)";
            case "bytea" -> "varbinary";
            default -> type;
        };
    }

    @Override
    public int bindRows(PreparedStatement statement, int position, Rows rows, String[] types) throws SQLException {
        return ColumnArrays.bind(statement, position, rows, types, H2Dialect::type, (values, type) -> values);
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // READ COMMITTED is its default; who is frozen has frozen the database too
    }

    @Override
    public HostSql hostColumns() {
        return new HostSql.H2();
    }

    @Override
    public ValueSql values() {
        return new H2ValueSql();
    }

    @Override
    public AttributeSql attributes() {
        return ATTRIBUTES;
    }

    @Override
    public String update(BulkUpdate update) {
        return "merge into {" + update.table() + "} as t using (select * from {rows r: " + update.rowColumns()
                + "}) as r on " + update.matching() + " when matched then update set " + update.assigned("");
    }

    @Override
    public Set<List<String>> insertNew(Session session, Insertion insertion, Rows rows) throws SQLException {
        String text =
                "select " + String.join(", ", insertion.key()) + " from final table (" + insertion.textOfNew() + ")";
        return Raced.insert(this, session, text, insertion, rows);
    }

    @Override
    public String indexSchema(Tables tables) {
        return tables.schema();
    }

    /** The thread that writes to the file closes it for all when it is interrupted. */
    @Override
    public boolean isHarmedByInterrupts() {
        return true;
    }

    @Override
    public boolean isDuplicate(SQLException e) {
        return e.getErrorCode() == DUPLICATE_KEY;
    }

    /** 90131: a row was changed meanwhile; 50200: the other transaction took longer than H2 waits. */
    @Override
    public boolean isRolledBack(SQLException e) {
        return Dialect.super.isRolledBack(e) || e.getErrorCode() == 90131 || e.getErrorCode() == 50200;
    }

    /** One process opens a file at a time, so a lock of the process keeps the others out; DDL would end a table's. */
    @Override
    public void lockMigration(Connection connection, String name) {
        MIGRATION.lock();
    }

    @Override
    public void unlockMigration(Connection connection, String name) {
        MIGRATION.unlock();
    }

    @Override
    public OutboxSql outbox() {
        return new H2OutboxSql();
    }

    @Override
    public String insertIfAbsent(String table, String... columns) {
        String key = columns[0].split(" ", 2)[0];
        String values = Arrays.stream(columns)
                .map(column -> "cast(? as " + type(column.split(" ", 2)[1]) + ") as " + column.split(" ", 2)[0])
                .collect(Collectors.joining(", "));
        String inserted = Arrays.stream(columns)
                .map(column -> "n." + column.split(" ", 2)[0])
                .collect(Collectors.joining(", "));
        return "merge into {" + table + "} t using (select " + values + ") n on t." + key + " = n." + key
                + " when not matched then insert (" + Dialect.names(columns) + ") values (" + inserted + ")";
    }
}
