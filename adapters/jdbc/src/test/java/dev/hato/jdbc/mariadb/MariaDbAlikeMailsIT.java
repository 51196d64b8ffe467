package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.AlikeClaimCases;
import dev.hato.jdbc.AlikeErasureCases;
import dev.hato.jdbc.AlikeLeaseCases;
import dev.hato.jdbc.AlikeOutcomeCases;
import dev.hato.jdbc.AlikePlanCases;
import dev.hato.jdbc.OutboxLivesCases;
import javax.sql.DataSource;

/** Plans of many alike mails on MariaDB. */
class MariaDbAlikeMailsIT
        implements AlikeClaimCases,
                AlikeLeaseCases,
                AlikeOutcomeCases,
                AlikePlanCases,
                AlikeErasureCases,
                OutboxLivesCases {
    @Override
    public DataSource dataSource() {
        return MariaDbServer.dataSource();
    }
}
