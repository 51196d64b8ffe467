package dev.hato.jdbc.mariadb;

import dev.hato.Stores;
import dev.hato.jdbc.TestStores;
import dev.hato.testkit.DeliveryStoreContract;
import dev.hato.testkit.OutboxContract;
import java.time.InstantSource;

/** Outbox and deliveries on MariaDB keep their contracts. */
class MariaDbOutboxContractIT implements OutboxContract, DeliveryStoreContract {
    @Override
    public Stores emptyStores() {
        return TestStores.empty(MariaDbServer.dataSource());
    }

    @Override
    public Stores emptyStores(InstantSource leaseClock) {
        return TestStores.empty(MariaDbServer.dataSource(), leaseClock);
    }
}
