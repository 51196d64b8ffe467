package dev.hato.memory;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactStore;
import dev.hato.coupon.CouponStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EventStore;
import java.util.function.Function;

/** The host's contacts, and everything else in memory. */
record HostContacts(ContactStore contacts, MemoryStores rest) implements Stores {
    @Override
    public ConsentStore consents() {
        return rest.consents();
    }

    @Override
    public EventStore events() {
        return rest.events();
    }

    @Override
    public Outbox outbox() {
        return rest.outbox();
    }

    @Override
    public DeliveryStore deliveries() {
        return rest.deliveries();
    }

    @Override
    public StepStore steps() {
        return rest.steps();
    }

    @Override
    public CouponStore coupons() {
        return rest.coupons();
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return rest.inTransaction(tx -> work.apply(this));
    }
}
