package dev.hato.jdbc;

import javax.sql.DataSource;

/** Plans of many alike mails on PostgreSQL. */
class PostgresAlikeMailsIT
        implements AlikeClaimCases,
                AlikeLeaseCases,
                AlikeOutcomeCases,
                AlikePlanCases,
                AlikeErasureCases,
                OutboxLivesCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.postgres();
    }
}
