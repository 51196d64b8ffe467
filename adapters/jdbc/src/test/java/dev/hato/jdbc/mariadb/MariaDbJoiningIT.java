package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.JoiningContract;
import javax.sql.DataSource;

class MariaDbJoiningIT implements JoiningContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
