package dev.hato.jdbc;

import javax.sql.DataSource;

/** Deliveries to some hundred subscribers on H2. */
class H2ParcelDeliveryIT implements ParcelDeliveryCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.h2();
    }
}
