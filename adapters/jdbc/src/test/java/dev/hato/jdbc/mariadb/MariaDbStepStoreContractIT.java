package dev.hato.jdbc.mariadb;

import dev.hato.Stores;
import dev.hato.jdbc.TestStores;
import dev.hato.testkit.StepStoreContract;

/** Enrolments on MariaDB keep their contract. */
class MariaDbStepStoreContractIT implements StepStoreContract {
    @Override
    public Stores emptyStores() {
        return TestStores.empty(MariaDbServer.dataSource());
    }
}
