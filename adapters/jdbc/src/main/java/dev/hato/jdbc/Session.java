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
    private String opening;

    /** On a connection as it is. */
    Session(Connection connection, Dialect dialect, Tables tables) {
        this(connection, dialect, tables, "");
    }

    /**
     * @param opening goes before the first statement; empty for none
     */
    Session(Connection connection, Dialect dialect, Tables tables, String opening) {
        this.opening = opening;
        this.connection = connection;
        this.dialect = dialect;
        this.tables = tables;
    }

    Connection connection() throws SQLException {
        open();
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    Tables tables() {
        return tables;
    }

    PreparedStatement prepare(String text) throws SQLException {
        open();
        return connection.prepareStatement(tables.sql(text));
    }

    /** Runs a statement that is made for one occasion. */
    void execute(String text) throws SQLException {
        open();
        try (Statement statement = connection.createStatement()) {
            statement.execute(tables.expand(text));
        }
    }

    /** Sends what comes before the first statement, where that cannot take it along. */
    private void open() throws SQLException {
        if (!opening.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(opening);
            }
            opening = "";
        }
    }

    /** What the driver makes of an answer: rows, or their number. */
    private interface Answer<T> {
        T read(PreparedStatement statement) throws SQLException;
    }

    /** Runs the statement, the first of a transaction in one round trip with what opens it. */
    private <T> T run(String text, Binder binder, Answer<T> alone, Answer<T> behind) throws SQLException {
        if (opening.isEmpty()) {
            try (PreparedStatement statement = prepare(text)) {
                binder.bind(new Parameters(statement, dialect));
                return alone.read(statement);
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(opening + ";\n" + tables.sql(text))) {
            binder.bind(new Parameters(statement, dialect));
            opening = "";
            statement.execute();
            statement.getMoreResults();
            return behind.read(statement);
        }
    }

    /** Returns all rows. */
    <T> List<T> list(String text, Binder binder, SqlFunction<Row, T> reader) throws SQLException {
        return run(
                text,
                binder,
                statement -> rows(statement.executeQuery(), reader),
                statement -> rows(statement.getResultSet(), reader));
    }

    private static <T> List<T> rows(ResultSet answer, SqlFunction<Row, T> reader) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet results = answer) {
            Row row = new Row(results);
            while (results.next()) {
                found.add(reader.apply(row));
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
        return run(text, binder, PreparedStatement::executeUpdate, PreparedStatement::getUpdateCount);
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
