package dev.hato.delivery;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where deliveries are kept. Implementations are safe for use by several threads. */
public interface DeliveryStore {
    /**
     * Adds a delivery.
     *
     * @throws IllegalStateException if one with this id is there
     */
    void insert(Delivery delivery);

    /** Returns the delivery, or empty if there is none. */
    Optional<Delivery> find(DeliveryId id);

    /**
     * Replaces the delivery of the same id in one atomic step, if the one stored has the version
     * before {@code next}'s.
     *
     * @return false if somebody else was faster; read again then
     */
    boolean replace(Delivery next);

    /** Returns the deliveries in these states, the one to start first at the beginning. */
    List<Delivery> inStates(Set<DeliveryState> states);
}
