package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.SegmentContract;
import javax.sql.DataSource;

class MariaDbSegmentsInJsonIT implements SegmentContract.InJson {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
