package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.RetentionContract;
import javax.sql.DataSource;

class MariaDbRetentionIT implements RetentionContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
