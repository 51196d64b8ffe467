package dev.hato.jdbc;

import dev.hato.Stores;
import dev.hato.testkit.StepStoreContract;

/** Enrolments on PostgreSQL keep their contract. */
class PostgresStepStoreContractIT implements StepStoreContract {
    @Override
    public Stores emptyStores() {
        return TestStores.empty(TestDatabases.postgres());
    }
}
