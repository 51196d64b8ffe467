package dev.hato.jdbc;

import javax.sql.DataSource;

class PostgresSegmentsInColumnsIT implements SegmentContract.InColumns {
    @Override
    public DataSource database() {
        return TestDatabases.postgres();
    }
}
