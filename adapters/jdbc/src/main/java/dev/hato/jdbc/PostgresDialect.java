package dev.hato.jdbc;

import dev.hato.enrolment.BulkEnrolment;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL: the reference. Rows travel as one array a column. */
final class PostgresDialect implements Dialect {
    /**
     * Rows bound as arrays have the same plan however many they are: to plan anew each time costs more than to run. Such
     * a plan may be older than most rows of its table, so that one that goes by keys must look cheap even where the table
     * is small.
     */
    private static final String OPENING = "select set_config('idle_in_transaction_session_timeout', '" + FROZEN_SECONDS
            + "s', true), set_config('plan_cache_mode', 'force_generic_plan', true), "
            + "set_config('random_page_cost', '0.1', true)";

    private static final AttributeSql ATTRIBUTES = new PostgresAttributeSql();

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String title() {
        return "PostgreSQL 14 or newer";
    }

    @Override
    public String now() {
        return "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";
    }

    @Override
    public String rows(String alias, String[] columns) {
        return ColumnArrays.table(alias, columns, type -> type(type) + "[]");
    }

    private static String type(String type) {
        return type.equals("decimal") ? "numeric" : type;
    }

    @Override
    public int bindRows(PreparedStatement statement, int position, Rows rows, String[] types) throws SQLException {
        return ColumnArrays.bind(statement, position, rows, types, PostgresDialect::type, PostgresDialect::typed);
    }

    /** The driver writes arrays of the element's own class much faster, and in binary. */
    private static @Nullable Object[] typed(@Nullable Object[] values, String type) {
        return switch (type) {
            case "text" -> Arrays.copyOf(values, values.length, String[].class);
            case "bigint" -> Arrays.copyOf(values, values.length, Long[].class);
            case "boolean" -> Arrays.copyOf(values, values.length, Boolean[].class);
            case "decimal" -> Arrays.copyOf(values, values.length, BigDecimal[].class);
            case "bytea" -> Arrays.copyOf(values, values.length, byte[][].class);
            default -> throw new IllegalArgumentException("No rows of type " + type);
        };
    }

    @Override
    public void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false); // READ COMMITTED is what it does unless the host has said otherwise
    }

    @Override
    public String opening() {
        return OPENING;
    }

    @Override
    public String lookup(String rows, String table, String alias, String condition) {
        return rows + " cross join lateral (select * from {" + table + "} as " + alias + " where " + condition
                + " limit 1) as " + alias;
    }

    @Override
    public String lock(String alias) {
        return " for update of " + alias;
    }

    /** As statements do, the database folds the name and looks for it on the search path. */
    @Override
    public boolean tableExists(Connection connection, @Nullable String schema, String table) throws SQLException {
        String name = schema == null ? table : schema + "." + table;
        return !texts(connection, "select cast(to_regclass(?) as text)", name).isEmpty();
    }

    @Override
    public List<String> searchPath(Connection connection) throws SQLException {
        return texts(connection, "select s from unnest(current_schemas(false)) as s");
    }

    @Override
    public void requireOneSchema(Connection connection, String table) throws SQLException {
        List<String> elsewhere = texts(
                connection,
                "select cast(relnamespace as regnamespace) from pg_class where oid = to_regclass(?) "
                        + "and relnamespace is distinct from (select oid from pg_namespace where nspname = current_schema())",
                table);
        if (!elsewhere.isEmpty()) {
            throw new StoreException("The tables are in the schema " + elsewhere.get(0)
                    + ", but new ones would be made " + "in the first schema of the search path; set schema(\""
                    + elsewhere.get(0) + "\") on the builder.");
        }
    }

    private static List<String> texts(Connection connection, String sql, String... values) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    String text = results.getString(1);
                    if (text != null) {
                        texts.add(text);
                    }
                }
            }
        }
        return texts;
    }

    @Override
    public HostSql hostColumns() {
        return new HostSql.Postgres();
    }

    @Override
    public ValueSql values() {
        return new PostgresValueSql();
    }

    @Override
    public AttributeSql attributes() {
        return ATTRIBUTES;
    }

    @Override
    public String update(BulkUpdate update) {
        return "update {" + update.table() + "} as t set " + update.assigned("") + " from {rows r: "
                + update.rowColumns() + "} where " + update.matching();
    }

    @Override
    public Set<List<String>> insertNew(Session session, Insertion insertion, Rows rows) throws SQLException {
        String text = insertion.text() + " on conflict do nothing returning " + String.join(", ", insertion.key());
        return Set.copyOf(session.list(
                text,
                parameters -> parameters.rows(rows, insertion.types()),
                row -> row.texts(insertion.key().size())));
    }

    /** The keys of thousands of events need not travel back to be counted. */
    @Override
    public int insertAndCount(Session session, Insertion insertion, Rows rows) throws SQLException {
        return session.update(
                insertion.text() + " on conflict do nothing", parameters -> parameters.rows(rows, insertion.types()));
    }

    @Override
    public boolean isDuplicate(SQLException e) {
        return "23505".equals(e.getSQLState());
    }

    @Override
    public void lockMigration(Connection connection, String name) throws SQLException {
        call(connection, "select pg_advisory_lock(hashtextextended(?, 0))", name);
    }

    @Override
    public void unlockMigration(Connection connection, String name) throws SQLException {
        call(connection, "select pg_advisory_unlock(hashtextextended(?, 0))", name);
    }

    private static void call(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, "hato migration " + name);
            statement.execute();
        }
    }

    @Override
    public OutboxSql outbox() {
        return new PostgresOutboxSql();
    }

    @Override
    public EnrolmentSql enrolments() {
        return new PostgresEnrolmentSql();
    }

    @Override
    public BulkEnrolment enroller(Database database, SqlFunction<Session, SegmentTables> tables) {
        return new PostgresEnroller(database, tables);
    }

    @Override
    public String insertIfAbsent(String table, String... columns) {
        return "insert into {" + table + "} (" + Dialect.names(columns) + ") values (?"
                + ", ?".repeat(columns.length - 1) + ") on conflict do nothing";
    }
}
