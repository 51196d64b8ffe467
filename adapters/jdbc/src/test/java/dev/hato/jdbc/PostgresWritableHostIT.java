package dev.hato.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

class PostgresWritableHostIT implements WritableHostContract {
    private final DataSource database = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return database;
    }

    @Override
    public void makeUnique(Statement statement, String table) throws SQLException {
        statement.execute("create unique index on " + table + " (lower(mail))");
    }
}
