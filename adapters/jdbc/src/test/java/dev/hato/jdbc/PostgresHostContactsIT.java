package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresHostContactsIT implements HostContactsContract {
    private final DataSource database = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return database;
    }
}
