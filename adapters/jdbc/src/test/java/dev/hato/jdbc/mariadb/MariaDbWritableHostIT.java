package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.WritableHostContract;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

class MariaDbWritableHostIT implements WritableHostContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }

    @Override
    public String zonedType() {
        return "datetime(6)";
    }

    @Override
    public String numbered() {
        return "bigint auto_increment";
    }

    @Override
    public void makeUnique(Statement statement, String table) throws SQLException {
        statement.execute("alter table " + table + " add unique (mail)");
    }
}
