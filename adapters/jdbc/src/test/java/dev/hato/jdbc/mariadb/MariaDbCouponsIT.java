package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.CouponsContract;
import javax.sql.DataSource;

class MariaDbCouponsIT implements CouponsContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
