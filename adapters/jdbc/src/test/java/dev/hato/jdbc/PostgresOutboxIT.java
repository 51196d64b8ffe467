package dev.hato.jdbc;

import javax.sql.DataSource;

/** Outbox and deliveries on PostgreSQL. */
class PostgresOutboxIT implements OutboxCases, DeliveryCases, QuietDeliveryCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.postgres();
    }
}
