package dev.hato.jdbc;

import javax.sql.DataSource;

/** Plans of many alike mails on PostgreSQL. */
class PostgresParcelsIT
        implements ParcelClaimCases,
                ParcelLeaseCases,
                ParcelOutcomeCases,
                ParcelPlanCases,
                ParcelErasureCases,
                ParcelLivesCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.postgres();
    }
}
