package dev.hato.jdbc;

import javax.sql.DataSource;

/** Plans of many alike mails on PostgreSQL. */
class PostgresParcelsIT implements ParcelClaimCases, ParcelLeaseCases, ParcelOutcomeCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.postgres();
    }
}
