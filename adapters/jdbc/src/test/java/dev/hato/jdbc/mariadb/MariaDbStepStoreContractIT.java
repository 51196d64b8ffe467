package dev.hato.jdbc.mariadb;

import dev.hato.jdbc.StepCases;
import javax.sql.DataSource;

/** Enrolments on MariaDB keep their contract. */
class MariaDbStepStoreContractIT implements StepCases {
    @Override
    public DataSource dataSource() {
        return MariaDbServer.dataSource();
    }
}
