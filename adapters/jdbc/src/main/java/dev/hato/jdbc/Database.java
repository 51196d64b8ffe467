package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections and transactions: each call of a store is one transaction of its own unless it takes part in a larger
 * one, of ours or of the host's.
 *
 * <p>Thread-safe, except one that is bound to a connection.
 */
final class Database {
    /** The transaction of ours in which the thread is. */
    private final ThreadLocal<@Nullable Session> current;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Tables tables;
    private final Supplier<@Nullable Connection> hostTransaction;
    private final @Nullable Session joined;

    Database(
            DataSource dataSource, Dialect dialect, Tables tables, Supplier<@Nullable Connection> hostTransaction) {
        this(new ThreadLocal<>(), dataSource, dialect, tables, hostTransaction, null);
    }

    private Database(
            ThreadLocal<@Nullable Session> current,
            DataSource dataSource,
            Dialect dialect,
            Tables tables,
            Supplier<@Nullable Connection> hostTransaction,
            @Nullable Session joined) {
        this.current = current;
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.tables = tables;
        this.hostTransaction = hostTransaction;
        this.joined = joined;
    }

    /** Returns this database on one connection of the host's, which is neither committed nor closed here. */
    Database joining(Connection connection) {
        Session session = new Session(connection, dialect, tables);
        return new Database(current, dataSource, dialect, tables, hostTransaction, session);
    }

    Dialect dialect() {
        return dialect;
    }

    Tables tables() {
        return tables;
    }

    /** Runs one statement: alone, or as part of the transaction in which the caller is. */
    <T> T read(SqlFunction<Session, T> work) {
        return run(work, false);
    }

    /** Runs statements that belong together, in one transaction. */
    <T> T write(SqlFunction<Session, T> work) {
        return run(work, true);
    }

    private <T> T run(SqlFunction<Session, T> work, boolean several) {
        Session session = session();
        try {
            return session != null ? work.apply(session) : onOwnConnection(work, several);
        } catch (SQLException e) {
            throw failure(e);
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

    private <T> T onOwnConnection(SqlFunction<Session, T> work, boolean several) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            boolean automatic = connection.getAutoCommit();
            if (automatic && !several) {
                return work.apply(new Session(connection, dialect, tables));
            }
            if (automatic) {
                dialect.begin(connection);
                connection.setAutoCommit(false);
            }
            return committed(connection, automatic, work);
        }
    }

    private <T> T committed(Connection connection, boolean automatic, SqlFunction<Session, T> work)
            throws SQLException {
        Session session = new Session(connection, dialect, tables);
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
    private static void end(Connection connection, boolean automatic, @Nullable Throwable failure)
            throws SQLException {
        try {
            if (failure != null) {
                connection.rollback();
            }
            if (automatic) {
                connection.setAutoCommit(true);
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
                    "A table is missing (" + e.getMessage() + "); call schema().migrate() on the stores, or run the "
                            + "schema files with your migration tool.",
                    e);
        }
        return new StoreException("The database refused: " + e.getMessage(), e);
    }
}
