package dev.hato.jdbc;

import javax.sql.DataSource;

class H2TypedColumnsIT implements HostileNamesContract {
    private static final DataSource DATABASE = TestDatabases.h2();

    @Override
    public DataSource database() {
        return DATABASE;
    }
}
