package dev.hato.memory;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EditableContactStore;
import dev.hato.coupon.CouponStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import java.util.Objects;
import java.util.function.Function;

/**
 * Stores that keep everything in this process's memory: for tests, rehearsals and small tools, and
 * the reference that every other store must agree with.
 *
 * <p>A million contacts with a dozen attributes fit in a heap of 2 GB. Thread-safe: one lock guards
 * all stores, and a transaction holds it.
 */
public final class MemoryStores implements Stores {
    private final MemoryState state = new MemoryState();
    private final Rows rows = new Rows();
    private final MemoryTombstones tombstones = new MemoryTombstones(state);
    private final MemoryConsentStore consents = new MemoryConsentStore(state, rows, tombstones);
    private final MemoryContactStore contacts = new MemoryContactStore(state, rows, consents);
    private final MemoryEventStore events = new MemoryEventStore(state, rows);
    private final MemoryOutbox outbox = new MemoryOutbox(state);
    private final MemoryDeliveryStore deliveries = new MemoryDeliveryStore(state);
    private final MemorySelector selector = new MemorySelector(state, rows);
    private final MemoryStepStore steps = new MemoryStepStore(state, rows);
    private final MemoryCouponStore coupons = new MemoryCouponStore(state);
    private final MemoryEraser eraser =
            new MemoryEraser(state, contacts, consents, events, outbox, steps, coupons, tombstones);

    private MemoryStores() {}

    /** Returns empty stores. */
    public static MemoryStores create() {
        return new MemoryStores();
    }

    /**
     * Returns stores over the host's own contacts, with everything else in memory. Transactions do not
     * span the host's contacts, and segments are found by reading all of them.
     */
    public static Stores over(ContactStore contacts) {
        return new HostContacts(Objects.requireNonNull(contacts, "contacts"), create());
    }

    @Override
    public EditableContactStore contacts() {
        return contacts;
    }

    @Override
    public ConsentStore consents() {
        return consents;
    }

    @Override
    public EventStore events() {
        return events;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public StepStore steps() {
        return steps;
    }

    @Override
    public CouponStore coupons() {
        return coupons;
    }

    @Override
    public SegmentSelector selector() {
        return selector;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The key of the tombstones is made by these stores and lives as long as they do.
     */
    @Override
    public ContactEraser eraser() {
        return eraser;
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return state.transaction(() -> work.apply(this));
    }
}
