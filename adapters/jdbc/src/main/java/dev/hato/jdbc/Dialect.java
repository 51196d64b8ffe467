package dev.hato.jdbc;

import dev.hato.enrolment.BulkEnrolment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one kind of database writes in its own way. Whatever more than one kind understands stands in the stores.
 *
 * <p>Immutable and thread-safe.
 */
interface Dialect {
    /** Returns the product's name in lower case, which is also the folder of its schema files. */
    String name();

    /** Returns the product's name for people, with the version that is needed. */
    String title();

    /**
     * Looks whether the database is set up in a way that this library knows.
     *
     * @throws UnknownDatabaseException if not
     */
    default void requireUsable(Connection connection) throws SQLException {
        // all settings will do
    }

    /** Returns an expression for the database's clock now, in microseconds since 1970 UTC; moves within a transaction. */
    String now();

    /** Returns a table expression of bound rows under an alias; each column is {@code name type}. */
    String rows(String alias, String[] columns);

    /**
     * Binds what stands for the rows.
     *
     * @return the position after the last parameter that was bound
     */
    int bindRows(PreparedStatement statement, int position, Rows rows, String[] types) throws SQLException;

    /**
     * A process that is frozen in a transaction of ours holds its locks no longer than so many seconds: less than others
     * wait for an answer by default, so that they wait it out.
     */
    int FROZEN_SECONDS = 5;

    /** Begins a transaction of ours in which each statement sees what was committed before it. */
    void begin(Connection connection) throws SQLException;

    /**
     * Returns a query, without parameters and with one row, that goes to the database together with the first statement
     * of a transaction of ours; empty for none.
     */
    default String opening() {
        return "";
    }

    /** Leaves the connection as it was before {@link #begin}. */
    default void end(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
    }

    /** Returns the schemas in which a name without a schema is looked for, in their order. */
    default List<String> searchPath(Connection connection) throws SQLException {
        String schema = connection.getSchema();
        return schema == null ? List.of() : List.of(schema);
    }

    /**
     * Throws if a table's name without a schema finds one elsewhere than where a new table would be made.
     *
     * @throws StoreException if so; it says which schema to set
     */
    default void requireOneSchema(Connection connection, String table) throws SQLException {
        // names without a schema mean the connection's own
    }

    /** Returns whether statements find the table, whose name and schema they do not quote; null is no schema. */
    boolean tableExists(Connection connection, @Nullable String schema, String table) throws SQLException;

    /**
     * Returns a table expression: beside each bound row what the table has under its key.
     *
     * @param rows the bound rows
     * @param alias of the table
     * @param condition gives the whole of a unique key, so that no row finds more than one
     */
    default String lookup(String rows, String table, String alias, String condition) {
        return rows + " join {" + table + "} as " + alias + " on " + condition;
    }

    /** Returns what ends a query that locks the rows it reads of the table with this alias. */
    default String lock(String alias) {
        return " for update";
    }

    /** Returns how attribute values are kept. */
    AttributeSql attributes();

    /** Returns how the host's columns are read. */
    HostSql hostColumns();

    /** Returns how segments ask about values. */
    ValueSql values();

    /** Returns the statement that makes the changes. */
    String update(BulkUpdate update);

    /**
     * Inserts the rows that clash with nothing that is there, without an error that would end the transaction.
     *
     * @param rows begin with the key of the insertion, as text; no two of them clash
     * @return the keys of those that were inserted
     */
    Set<List<String>> insertNew(Session session, Insertion insertion, Rows rows) throws SQLException;

    /** Inserts as {@link #insertNew} does, and returns how many rows. */
    default int insertAndCount(Session session, Insertion insertion, Rows rows) throws SQLException {
        return insertNew(session, insertion, rows).size();
    }

    /** Returns what stands before the name of an index, where the database wants its schema there. */
    default String indexSchema(Tables tables) {
        return "";
    }

    /** Returns whether a statement of a thread whose interrupt flag is set breaks more than itself. */
    default boolean isHarmedByInterrupts() {
        return false;
    }

    /** Returns whether {@link #begin} makes the transaction READ COMMITTED, whatever the connection is set to. */
    default boolean beginsReadCommitted() {
        return false;
    }

    /** Returns whether a unique key refused the row. */
    boolean isDuplicate(SQLException e);

    /** Returns whether the database rolled the transaction back in favour of another, so that it may be tried again. */
    default boolean isRolledBack(SQLException e) {
        String state = e.getSQLState();
        return "40001".equals(state) || "40P01".equals(state);
    }

    /** Waits until nobody else migrates these tables, and keeps others out until {@link #unlockMigration}. */
    void lockMigration(Connection connection, String name) throws SQLException;

    /** Lets others migrate. */
    void unlockMigration(Connection connection, String name) throws SQLException;

    /** Returns the outbox's statements. */
    OutboxSql outbox();

    /** Returns the statements of enrolments. */
    EnrolmentSql enrolments();

    /** Returns what enrols segments inside the database, or null where contacts are enrolled as they are read. */
    default @Nullable BulkEnrolment enroller(Database database, SqlFunction<Session, SegmentTables> tables) {
        return null;
    }

    /**
     * Returns an insert of one row that does nothing if the first column, the key, is there; it says how many rows it
     * wrote.
     *
     * @param columns each {@code name type}, in the order of the values
     */
    String insertIfAbsent(String table, String... columns);

    /** Returns the names of columns, given as {@code name type}. */
    static String names(String... columns) {
        return Arrays.stream(columns).map(column -> column.split(" ", 2)[0]).collect(Collectors.joining(", "));
    }
}
