package dev.hato.tracking;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.event.EventStore;
import dev.hato.memory.MemoryStores;
import dev.hato.segment.SegmentSelector;
import java.util.function.Function;

/** Stores that can be switched off. */
public final class FlakyStores implements Stores {
    private final MemoryStores stores = MemoryStores.create();
    private volatile boolean down;

    /** Switches the stores off, or on again. */
    public void down(boolean value) {
        down = value;
    }

    /** Returns the stores behind, which always work. */
    public MemoryStores memory() {
        return stores;
    }

    private <T> T working(T store) {
        if (down) {
            throw new IllegalStateException("the store is down");
        }
        return store;
    }

    @Override
    public ContactStore contacts() {
        return working(stores.contacts());
    }

    @Override
    public ConsentStore consents() {
        return stores.consents();
    }

    @Override
    public EventStore events() {
        return working(stores.events());
    }

    @Override
    public Outbox outbox() {
        return working(stores.outbox());
    }

    @Override
    public DeliveryStore deliveries() {
        return working(stores.deliveries());
    }

    @Override
    public SegmentSelector selector() {
        return stores.selector();
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return working(stores).inTransaction(work);
    }
}
