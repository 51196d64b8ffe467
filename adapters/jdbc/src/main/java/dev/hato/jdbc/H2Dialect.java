package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** H2, in a file or in memory. Rows travel as one array a column. */
final class H2Dialect implements Dialect {
    private static final AttributeSql ATTRIBUTES = new H2AttributeSql();
    private static final int DUPLICATE_KEY = 23505;

    /** Of a table, of one for which it knows similar names, of any at all; of a schema. */
    private static final Set<Integer> NOT_THERE = Set.of(42102, 42103, 42104, 90079);

    private static final Set<String> UNUSABLE = Set.of("MODE=Oracle", "MODE=MSSQLServer", "IGNORECASE=1");
    private static final ReentrantLock MIGRATION = new ReentrantLock();

    @Override
    public String name() {
        return "h2";
    }

    @Override
    public String title() {
        return "H2 2.2 or newer";
    }

    /** In Oracle's mode an empty text is missing; SQL Server's has other types; ignored case makes different ids one. */
    @Override
    public void requireUsable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet settings =
                        statement.executeQuery("select SETTING_NAME, SETTING_VALUE from INFORMATION_SCHEMA.SETTINGS")) {
            while (settings.next()) {
                String setting = settings.getString(1) + "=" + settings.getString(2);
                if (UNUSABLE.contains(setting)) {
                    throw new UnknownDatabaseException(
                            "H2 with " + setting, "H2 without that setting (REGULAR or PostgreSQL)");
                }
            }
        }
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

    /** How it folds names, its settings say; asking it for the table is right under all of them. */
    @Override
    public boolean tableExists(Connection connection, @Nullable String schema, String table) throws SQLException {
        String name = schema == null ? table : schema + "." + table;
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("select 1 from " + name + " where 1 = 0")) {
            return !results.next();
        } catch (SQLException e) {
            if (NOT_THERE.contains(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
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
    public EnrolmentSql enrolments() {
        return new StepwiseEnrolmentSql("");
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
