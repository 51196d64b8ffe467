package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.SchemaContract;
import javax.sql.DataSource;

class MariaDbSchemaIT implements SchemaContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }
}
