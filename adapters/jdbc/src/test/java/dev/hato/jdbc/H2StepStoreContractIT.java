package dev.hato.jdbc;

import javax.sql.DataSource;

/** Enrolments on H2 keep their contract. */
class H2StepStoreContractIT implements StepCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.h2();
    }
}
