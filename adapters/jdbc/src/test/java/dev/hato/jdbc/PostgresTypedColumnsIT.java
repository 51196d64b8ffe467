package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresTypedColumnsIT implements HostileNamesContract {
    private static final DataSource DATABASE = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return DATABASE;
    }
}
