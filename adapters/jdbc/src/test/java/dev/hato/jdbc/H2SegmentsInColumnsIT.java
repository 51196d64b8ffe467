package dev.hato.jdbc;

import javax.sql.DataSource;

class H2SegmentsInColumnsIT implements SegmentContract.InColumns {
    @Override
    public DataSource database() {
        return TestDatabases.h2();
    }
}
