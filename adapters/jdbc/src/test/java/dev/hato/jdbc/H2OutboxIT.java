package dev.hato.jdbc;

import javax.sql.DataSource;

/** Outbox and deliveries on H2. */
class H2OutboxIT implements OutboxCases, DeliveryCases, QuietDeliveryCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.h2();
    }
}
