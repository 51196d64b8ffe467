package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.HostileNamesContract;
import javax.sql.DataSource;

class MariaDbTypedColumnsIT implements HostileNamesContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
