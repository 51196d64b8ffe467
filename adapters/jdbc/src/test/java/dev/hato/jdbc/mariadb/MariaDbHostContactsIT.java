package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.HostContactsContract;
import javax.sql.DataSource;

class MariaDbHostContactsIT implements HostContactsContract {
    @Override
    public DataSource database() {
        return MariaDbServer.dataSource();
    }

    /** Its timestamps look like local ones to whoever asks the driver: they are read in the zone of the table. */
    @Override
    public String zonedType() {
        return "datetime(6) null";
    }

    @Override
    public String moment() {
        return "timestamp '2026-04-01 00:00:00'";
    }
}
