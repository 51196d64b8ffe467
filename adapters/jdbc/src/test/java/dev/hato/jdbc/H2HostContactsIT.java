package dev.hato.jdbc;

import javax.sql.DataSource;

class H2HostContactsIT implements HostContactsContract {
    private final DataSource database = TestDatabases.h2();

    @Override
    public DataSource database() {
        return database;
    }
}
