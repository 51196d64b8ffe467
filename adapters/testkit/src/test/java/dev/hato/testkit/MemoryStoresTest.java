package dev.hato.testkit;

import dev.hato.Stores;
import dev.hato.memory.MemoryStores;

/** The stores in memory keep every contract. */
class MemoryStoresTest
        implements StoresContract,
                ContactStoreContract,
                ConsentStoreContract,
                ErasureContract,
                CouponStoreContract,
                CouponErasureContract,
                EventStoreContract,
                EditableEventStoreContract,
                OutboxContract,
                DeliveryStoreContract,
                StepStoreContract,
                SegmentSelectorContract {
    @Override
    public Stores emptyStores() {
        return MemoryStores.create();
    }
}
