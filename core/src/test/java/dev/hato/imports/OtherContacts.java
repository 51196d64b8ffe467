package dev.hato.imports;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.EditableContactStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.event.EventStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stores with another contact store in place of their own; counts the transactions. */
record OtherContacts(Stores stores, EditableContactStore contacts, AtomicInteger transactions) implements Stores {
    OtherContacts(Stores stores, EditableContactStore contacts) {
        this(stores, contacts, new AtomicInteger());
    }

    @Override
    public ConsentStore consents() {
        return stores.consents();
    }

    @Override
    public EventStore events() {
        return stores.events();
    }

    @Override
    public Outbox outbox() {
        return stores.outbox();
    }

    @Override
    public DeliveryStore deliveries() {
        return stores.deliveries();
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        transactions.incrementAndGet();
        return stores.inTransaction(tx -> work.apply(this));
    }
}
