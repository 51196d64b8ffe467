package dev.hato.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection in use. Statements are written with the names of tables in braces, {@code {contact}}, and with rows
 * of values as {@code {rows r: id text, fence bigint}}; see {@link Tables}.
 */
final class Session {
    private final Connection connection;
    private final Dialect dialect;
    private final Tables tables;

    Session(Connection connection, Dialect dialect, Tables tables) {
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    Tables tables() {
        return tables;
    }

    PreparedStatement prepare(String text) throws SQLException {
        return connection.prepareStatement(tables.sql(text));
    }

    /** Runs a statement that is made for one occasion. */
    void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(tables.expand(text));
        }
    }

    /** Returns all rows. */
    <T> List<T> list(String text, Binder binder, SqlFunction<Row, T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        try (PreparedStatement statement = prepare(text)) {
            binder.bind(new Parameters(statement, dialect));
            try (ResultSet results = statement.executeQuery()) {
                Row row = new Row(results);
                while (results.next()) {
                    found.add(reader.apply(row));
                }
            }
        }
        return found;
    }

    /** Returns the first row. */
    <T> Optional<T> first(String text, Binder binder, SqlFunction<Row, T> reader) throws SQLException {
        List<T> found = list(text, binder, reader);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** Returns the one number that the statement gives. */
    long number(String text, Binder binder) throws SQLException {
        return first(text, binder, row -> row.number(1)).orElse(0L);
    }

    /** Runs the statement and returns how many rows it wrote. */
    int update(String text, Binder binder) throws SQLException {
        try (PreparedStatement statement = prepare(text)) {
            binder.bind(new Parameters(statement, dialect));
            return statement.executeUpdate();
        }
    }

    /** Runs the statement for each binder, in one batch, and returns how many rows each wrote. */
    int[] updateAll(String text, Iterable<? extends Binder> binders) throws SQLException {
        try (PreparedStatement statement = prepare(text)) {
            Parameters parameters = new Parameters(statement, dialect);
            for (Binder binder : binders) {
                parameters.rewind();
                binder.bind(parameters);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** Gives every row to the reader with bounded memory; needs a transaction. */
    void stream(String text, Binder binder, int fetchSize, Consumer<Row> reader) throws SQLException {
        try (PreparedStatement statement = prepare(text)) {
            statement.setFetchSize(fetchSize);
            binder.bind(new Parameters(statement, dialect));
            try (ResultSet results = statement.executeQuery()) {
                Row row = new Row(results);
                while (results.next()) {
                    reader.accept(row);
                }
            }
        }
    }
}
