package dev.hato;

import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactStore;
import dev.hato.coupon.CouponStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import java.util.function.Function;

/**
 * All that the engine keeps, and the transaction that spans it.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface Stores {
    /** Returns the contacts. */
    ContactStore contacts();

    /** Returns the subscriptions and address statuses. */
    ConsentStore consents();

    /** Returns the events. */
    EventStore events();

    /** Returns the mails. */
    Outbox outbox();

    /** Returns the deliveries. */
    DeliveryStore deliveries();

    /**
     * Returns the enrolments in scenarios. The default refuses: only the step scheduler asks for them.
     *
     * @throws UnsupportedOperationException if these stores keep none
     */
    default StepStore steps() {
        throw new UnsupportedOperationException("These stores keep no enrolments; implement steps() with a StepStore,"
                + " or use stores that do, such as MemoryStores.");
    }

    /**
     * Returns the coupons. The default refuses: only who issues coupons asks for them.
     *
     * @throws UnsupportedOperationException if these stores keep none
     */
    default CouponStore coupons() {
        throw new UnsupportedOperationException("These stores keep no coupons; implement coupons() with a CouponStore,"
                + " or use stores that do, such as MemoryStores.");
    }

    /**
     * Returns who answers conditions. The default asks every contact in turn: correct and slow. A
     * store that can select by itself should override it.
     */
    default SegmentSelector selector() {
        return SegmentSelector.scanning(contacts(), consents(), events());
    }

    /**
     * Returns what erases people from all these stores. The default refuses: stores that keep personal
     * data should override it.
     */
    default ContactEraser eraser() {
        return id -> {
            throw new UnsupportedOperationException("These stores cannot erase contact " + id
                    + "; remove its data from each of them, or use stores that can, such as those over JDBC.");
        };
    }

    /**
     * Returns whether the calling thread is in a transaction that somebody else ends, such as the host's: nothing is
     * sent then, as it may be rolled back. The default knows of none.
     */
    default boolean isInTransaction() {
        return false;
    }

    /**
     * Runs the work in one transaction: what it reads and writes through the stores it is given is
     * atomic and isolated; if it throws, nothing of it stays, and the exception reaches the caller. A
     * transaction inside another joins it.
     *
     * @param work gets stores that take part in the transaction and are not used after it
     */
    <T> T inTransaction(Function<? super Stores, ? extends T> work);
}
