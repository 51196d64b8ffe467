package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresRetentionIT implements RetentionContract {
    private static final DataSource DATABASE = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return DATABASE;
    }
}
