package dev.hato.jdbc;

import javax.sql.DataSource;

/** Plans of many alike mails on H2. */
class H2AlikeMailsIT
        implements AlikeClaimCases,
                AlikeLeaseCases,
                AlikeOutcomeCases,
                AlikePlanCases,
                AlikeErasureCases,
                OutboxLivesCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.h2();
    }
}
