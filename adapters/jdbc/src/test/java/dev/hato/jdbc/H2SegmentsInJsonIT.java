package dev.hato.jdbc;

import javax.sql.DataSource;

class H2SegmentsInJsonIT implements SegmentContract.InJson {
    @Override
    public DataSource database() {
        return TestDatabases.h2();
    }
}
