package dev.hato.jdbc;

import javax.sql.DataSource;

class H2CouponsIT implements CouponsContract {
    private static final DataSource DATABASE = TestDatabases.h2();

    @Override
    public DataSource database() {
        return DATABASE;
    }
}
