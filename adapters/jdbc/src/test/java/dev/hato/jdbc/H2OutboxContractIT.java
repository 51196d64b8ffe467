package dev.hato.jdbc;

import dev.hato.Stores;
import dev.hato.testkit.DeliveryStoreContract;
import dev.hato.testkit.OutboxContract;
import java.time.InstantSource;

/** Outbox and deliveries on H2 keep their contracts. */
class H2OutboxContractIT implements OutboxContract, DeliveryStoreContract {
    @Override
    public Stores emptyStores() {
        return TestStores.empty(TestDatabases.h2());
    }

    @Override
    public Stores emptyStores(InstantSource leaseClock) {
        return TestStores.empty(TestDatabases.h2(), leaseClock);
    }
}
