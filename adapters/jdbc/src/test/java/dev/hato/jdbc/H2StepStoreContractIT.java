package dev.hato.jdbc;

import dev.hato.Stores;
import dev.hato.testkit.StepStoreContract;

/** Enrolments on H2 keep their contract. */
class H2StepStoreContractIT implements StepStoreContract {
    @Override
    public Stores emptyStores() {
        return TestStores.empty(TestDatabases.h2());
    }
}
