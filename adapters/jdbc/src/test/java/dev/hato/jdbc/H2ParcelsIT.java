package dev.hato.jdbc;

import javax.sql.DataSource;

/** Plans of many alike mails on H2. */
class H2ParcelsIT
        implements ParcelClaimCases,
                ParcelLeaseCases,
                ParcelOutcomeCases,
                ParcelPlanCases,
                ParcelErasureCases,
                ParcelLivesCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.h2();
    }
}
