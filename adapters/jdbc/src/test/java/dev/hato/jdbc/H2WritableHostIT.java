package dev.hato.jdbc;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

class H2WritableHostIT implements WritableHostContract {
    private final DataSource database = TestDatabases.h2();

    @Override
    public DataSource database() {
        return database;
    }

    @Override
    public void makeUnique(Statement statement, String table) throws SQLException {
        statement.execute(
                "alter table " + table + " add column mail_key varchar(254) generated always as (lower(mail))");
        statement.execute("alter table " + table + " add unique (mail_key)");
    }
}
