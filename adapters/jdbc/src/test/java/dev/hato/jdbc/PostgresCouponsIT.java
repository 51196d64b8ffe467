package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresCouponsIT implements CouponsContract {
    private static final DataSource DATABASE = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return DATABASE;
    }
}
