package dev.hato.jdbc;

import javax.sql.DataSource;

/** Deliveries to some hundred subscribers on H2. */
class H2AlikeDeliveryIT implements AlikeDeliveryCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.h2();
    }
}
