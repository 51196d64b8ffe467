package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.SegmentContract;
import javax.sql.DataSource;

class MariaDbSegmentsInColumnsIT implements SegmentContract.InColumns {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
