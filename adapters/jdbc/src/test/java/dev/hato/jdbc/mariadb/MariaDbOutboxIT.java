package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.DeliveryCases;
import dev.hato.jdbc.OutboxCases;
import dev.hato.jdbc.QuietDeliveryCases;
import javax.sql.DataSource;

/** Outbox and deliveries on MariaDB. */
class MariaDbOutboxIT implements OutboxCases, DeliveryCases, QuietDeliveryCases {
    @Override
    public DataSource dataSource() {
        return MariaDbServer.dataSource();
    }
}
