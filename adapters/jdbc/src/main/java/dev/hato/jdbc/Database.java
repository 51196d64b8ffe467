package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections and transactions: each call of a store is one transaction of its own unless it takes part in a larger
 * one, of ours or of the host's.
 *
 * <p>Thread-safe, except one that is bound to a connection.
 */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** How H2 quotes a value, and what MariaDB says of an entry that is there twice. */
    private static final Pattern QUOTED = Pattern.compile(": \"'.*|; SQL statement:.*| entry '.*'(?= for key)");

    /** How often a transaction is tried that the database rolls back in favour of another. */
    private static final int ATTEMPTS = 5;

    /** Times the number of the attempt: long enough for the other transaction to end. */
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    /** The transaction of ours in which the thread is. */
    private final ThreadLocal<@Nullable Session> current;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Tables tables;
    private final Supplier<@Nullable Connection> hostTransaction;
    private final int patienceMillis;
    private final int isolation;
    private final @Nullable Session joined;

    /**
     * @param patience how long an answer may take before the connection is given up; the longest of waits on a
     *     connection of which nobody has noticed that it is dead
     * @param isolation that of the data source's connections; our own transactions are READ COMMITTED on any
     */
    Database(
            DataSource dataSource,
            Dialect dialect,
            Tables tables,
            Supplier<@Nullable Connection> hostTransaction,
            Duration patience,
            int isolation) {
        current = new ThreadLocal<>();
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.tables = tables;
        this.hostTransaction = hostTransaction;
        patienceMillis = Math.toIntExact(patience.toMillis());
        this.isolation = isolation;
        joined = null;
    }

    private Database(Database database, int patienceMillis, @Nullable Session joined) {
        current = database.current;
        dataSource = database.dataSource;
        dialect = database.dialect;
        tables = database.tables;
        hostTransaction = database.hostTransaction;
        this.patienceMillis = patienceMillis;
        isolation = database.isolation;
        this.joined = joined;
    }

    /** Returns this database for statements that may take long: a segment over millions, a clearing out. */
    Database unhurried() {
        return new Database(this, 0, joined);
    }

    /** Returns this database on one connection of the host's, which is neither committed nor closed here. */
    Database joining(Connection connection) {
        try {
            requireTransaction(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
        return new Database(this, patienceMillis, new Session(connection, dialect, tables));
    }

    Dialect dialect() {
        return dialect;
    }

    Tables tables() {
        return tables;
    }

    /** How much belongs together. */
    private enum Extent {
        STATEMENT,
        /** One statement, under the settings of a transaction's opening. */
        PLANNED_STATEMENT,
        TRANSACTION
    }

    /** Runs one statement: alone, or as part of the transaction in which the caller is. */
    <T> T read(SqlFunction<Session, T> work) {
        return run(work, Extent.STATEMENT, 1);
    }

    /**
     * Runs statements that belong together, in one transaction. Where that is one of its own and the database rolls it
     * back in favour of another, the work is run again: it must do nothing but speak to the database.
     */
    <T> T write(SqlFunction<Session, T> work) {
        return run(work, Extent.TRANSACTION, ATTEMPTS);
    }

    /** Runs one statement that writes, as {@link #write} does, without the round trips of a transaction around it. */
    <T> T writeOne(SqlFunction<Session, T> work) {
        return run(work, Extent.STATEMENT, ATTEMPTS);
    }

    /**
     * As {@link #writeOne}, of a statement with many rows whose plan is made once. What the work runs behind its first
     * statement is on its own.
     */
    <T> T writeOnePlanned(SqlFunction<Session, T> work) {
        return run(work, Extent.PLANNED_STATEMENT, ATTEMPTS);
    }

    /** Runs a caller's work in one transaction, once: nobody knows what else it does. */
    <T> T once(SqlFunction<Session, T> work) {
        return run(work, Extent.TRANSACTION, 1);
    }

    /** Returns whether the calling thread is in a transaction that is not over when a call is. */
    boolean isInTransaction() {
        return joined != null || current.get() != null || hostTransaction.get() != null;
    }

    /**
     * An interrupt that stands when a statement begins would close H2's file, for all of this process: it is put aside
     * meanwhile. Other databases do not mind.
     */
    private <T> T run(SqlFunction<Session, T> work, Extent extent, int attempts) {
        boolean interrupted = dialect.isHarmedByInterrupts() && Thread.interrupted();
        try {
            return tried(work, extent, attempts);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private <T> T tried(SqlFunction<Session, T> work, Extent extent, int attempts) {
        Session session = session();
        for (int attempt = 1; ; attempt++) {
            try {
                if (session == null) {
                    return onOwnConnection(work, extent);
                }
                if (session != current.get()) {
                    requireTransaction(session.connection());
                }
                return work.apply(session);
            } catch (SQLException e) {
                if (session != null || attempt >= attempts || !dialect.isRolledBack(e)) {
                    throw failure(e);
                }
                LOG.debug("The database rolled a transaction back ({}); it is tried again.", e.getMessage());
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(attempt * LONGEST_PAUSE_NANOS));
            }
        }
    }

    /** A connection that commits each statement by itself would keep what the host means to roll back. */
    private static void requireTransaction(Connection hosts) throws SQLException {
        if (hosts.getAutoCommit()) {
            throw new IllegalStateException("The connection is in no transaction, since it commits each statement by "
                    + "itself; call setAutoCommit(false) on it before Hato takes part.");
        }
    }

    private @Nullable Session session() {
        if (joined != null) {
            return joined;
        }
        Session ours = current.get();
        if (ours != null) {
            return ours;
        }
        Connection hosts = hostTransaction.get();
        return hosts == null ? null : new Session(hosts, dialect, tables);
    }

    private <T> T onOwnConnection(SqlFunction<Session, T> work, Extent extent) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            int patienceBefore = bePatient(connection, patienceMillis);
            T result;
            try {
                result = readCommitted(connection, work, extent);
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    bePatient(connection, patienceBefore);
                } catch (SQLException broken) {
                    e.addSuppressed(broken);
                }
                throw e;
            }
            bePatient(connection, patienceBefore);
            return result;
        }
    }

    /**
     * Each statement of ours sees what was committed before it. A connection that is set otherwise would let the record
     * of a mail that is sent already be refused in favour of another transaction.
     */
    private <T> T readCommitted(Connection connection, SqlFunction<Session, T> work, Extent extent)
            throws SQLException {
        if (isolation == Connection.TRANSACTION_READ_COMMITTED
                || (dialect.beginsReadCommitted() && connection.getAutoCommit())) {
            return on(connection, work, extent);
        }
        int before = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        Throwable failure = null;
        try {
            return on(connection, work, extent);
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            isolate(connection, before, failure);
        }
    }

    private static void isolate(Connection connection, int isolation, @Nullable Throwable failure) throws SQLException {
        try {
            connection.setTransactionIsolation(isolation);
        } catch (SQLException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }

    private <T> T on(Connection connection, SqlFunction<Session, T> work, Extent extent) throws SQLException {
        boolean automatic = connection.getAutoCommit();
        if (automatic && extent != Extent.TRANSACTION) {
            String opening = extent == Extent.PLANNED_STATEMENT ? dialect.opening() : "";
            return work.apply(new Session(connection, dialect, tables, opening));
        }
        if (automatic) {
            dialect.begin(connection);
        }
        return committed(connection, automatic, work);
    }

    /** Sets how long the connection waits for an answer, and returns how long it waited before; 0 is for ever. */
    private static int bePatient(Connection connection, int millis) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            if (before != millis) {
                connection.setNetworkTimeout(Runnable::run, millis);
            }
            return before;
        } catch (SQLFeatureNotSupportedException e) {
            return millis; // a database in this process
        }
    }

    private <T> T committed(Connection connection, boolean automatic, SqlFunction<Session, T> work)
            throws SQLException {
        Session session = new Session(connection, dialect, tables, automatic ? dialect.opening() : "");
        Throwable failure = null;
        current.set(session);
        try {
            T result = work.apply(session);
            current.remove();
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            failure = e;
            throw e;
        } finally {
            current.remove();
            end(connection, automatic, failure);
        }
    }

    /** Leaves the connection as it was. A connection that is broken cannot even roll back; the pool will see to it. */
    private void end(Connection connection, boolean automatic, @Nullable Throwable failure) throws SQLException {
        try {
            if (failure != null) {
                connection.rollback();
            }
            if (automatic) {
                dialect.end(connection);
            }
        } catch (SQLException e) {
            if (failure == null) {
                throw e;
            }
            failure.addSuppressed(e);
        }
    }

    /** Says what went wrong, and what to do about the commonest cause. */
    StoreException failure(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (state.equals("42P01") || state.equals("42S02") || state.equals("42S03") || state.equals("42S04")) {
            return new StoreException(
                    "A table is missing (" + said(e) + "); call schema().migrate() on the stores, or run the "
                            + "schema files with your migration tool.",
                    e);
        }
        boolean away = state.startsWith("08") || e instanceof SQLTransientConnectionException;
        return new StoreException(
                (away ? "The database could not be reached: " : "The database refused: ") + said(e), e);
    }

    /**
     * Returns the first line of what the database says, without the values that some of them quote there, or in details
     * behind it: they may be anybody's address. The cause has it all.
     */
    private static String said(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        String first = (end < 0 ? message : message.substring(0, end)).strip();
        return QUOTED.matcher(first).replaceAll("");
    }
}
