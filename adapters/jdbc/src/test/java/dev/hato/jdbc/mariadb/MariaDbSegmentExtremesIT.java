package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.SegmentExtremesContract;
import javax.sql.DataSource;

class MariaDbSegmentExtremesIT implements SegmentExtremesContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
