package dev.hato.tracking.conversion;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactStore;
import dev.hato.coupon.CouponStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EditableEventStore;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import dev.hato.tracking.hit.HitDestination;
import dev.hato.tracking.hit.HitLog;
import java.util.List;
import java.util.function.Function;

/** Stores whose events are looked at as they are added; all else is the stores' own. */
record ConvertingStores(Stores stores, Conversions conversions, List<ConvertingEvents> converting)
        implements Stores, HitDestination {
    @Override
    public void attached(HitLog log) {
        conversions.alsoAfter(log);
    }

    @Override
    public EventStore events() {
        return stores.events() instanceof EditableEventStore editable
                ? new ConvertingEventStore.Editable(this, editable)
                : new ConvertingEventStore(this, stores.events());
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return stores.inTransaction(tx -> work.apply(new ConvertingStores(tx, conversions.in(tx), converting)));
    }

    @Override
    public ContactStore contacts() {
        return stores.contacts();
    }

    @Override
    public ConsentStore consents() {
        return stores.consents();
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
    public StepStore steps() {
        return stores.steps();
    }

    @Override
    public CouponStore coupons() {
        return stores.coupons();
    }

    @Override
    public SegmentSelector selector() {
        return stores.selector();
    }

    @Override
    public ContactEraser eraser() {
        return stores.eraser();
    }

    @Override
    public boolean isInTransaction() {
        return stores.isInTransaction();
    }
}
