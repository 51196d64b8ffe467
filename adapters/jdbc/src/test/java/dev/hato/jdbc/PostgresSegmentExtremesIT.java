package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresSegmentExtremesIT implements SegmentExtremesContract {
    private final DataSource database = TestDatabases.postgres();

    @Override
    public DataSource database() {
        return database;
    }
}
