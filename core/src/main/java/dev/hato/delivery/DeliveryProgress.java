package dev.hato.delivery;

/**
 * How far a delivery has come.
 *
 * @param delivery the delivery as it stands
 * @param tally its mails by state
 */
public record DeliveryProgress(Delivery delivery, Tally tally) {
    /** Returns how many contacts it is for: handed over, bounced, unknown, excluded and open ones together. */
    public long target() {
        return tally.total();
    }

    /** Returns how many mails have reached their last state. */
    public long done() {
        return tally.total() - tally.open();
    }
}
