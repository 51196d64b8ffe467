package dev.hato.delivery;

/** Thrown when a delivery cannot go from the state it is in to the one asked for. Nothing was changed. */
public final class IllegalTransitionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final DeliveryState from;
    private final DeliveryState to;

    IllegalTransitionException(DeliveryId delivery, DeliveryState from, DeliveryState to) {
        super("Delivery " + delivery + " is " + from + " and cannot become " + to + ". From " + from + " it can become "
                + (from.isFinal() ? "nothing else: it is over." : from.next() + "."));
        this.from = from;
        this.to = to;
    }

    /** Returns the state the delivery is in. */
    public DeliveryState from() {
        return from;
    }

    /** Returns the state that was asked for. */
    public DeliveryState to() {
        return to;
    }
}
