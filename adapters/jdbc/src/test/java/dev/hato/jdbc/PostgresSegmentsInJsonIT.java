package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresSegmentsInJsonIT implements SegmentContract.InJson {
    @Override
    public DataSource database() {
        return TestDatabases.postgres();
    }
}
