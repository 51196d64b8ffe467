package dev.hato.jdbc;

import javax.sql.DataSource;

/** Enrolments on PostgreSQL keep their contract. */
class PostgresStepStoreContractIT implements StepCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.postgres();
    }
}
