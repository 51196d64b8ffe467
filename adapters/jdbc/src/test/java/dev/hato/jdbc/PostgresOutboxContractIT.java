package dev.hato.jdbc;

import dev.hato.Stores;
import dev.hato.testkit.DeliveryStoreContract;
import dev.hato.testkit.OutboxContract;
import java.time.InstantSource;

/** Outbox and deliveries on PostgreSQL keep their contracts. */
class PostgresOutboxContractIT implements OutboxContract, DeliveryStoreContract {
    @Override
    public Stores emptyStores() {
        return TestStores.empty(TestDatabases.postgres());
    }

    @Override
    public Stores emptyStores(InstantSource leaseClock) {
        return TestStores.empty(TestDatabases.postgres(), leaseClock);
    }
}
