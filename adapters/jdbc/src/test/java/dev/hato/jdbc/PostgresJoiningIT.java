package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresJoiningIT implements JoiningContract {
    private static final DataSource DATABASE = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return DATABASE;
    }
}
