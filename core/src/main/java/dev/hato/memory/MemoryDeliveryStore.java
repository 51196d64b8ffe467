package dev.hato.memory;

import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DeliveryStore;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deliveries in memory. */
final class MemoryDeliveryStore implements DeliveryStore {
    private static final Comparator<Delivery> BY_START = Comparator.<Delivery, java.time.Instant>comparing(
                    delivery -> delivery.plan().at())
            .thenComparing(delivery -> delivery.plan().createdAt())
            .thenComparing(Delivery::id);

    private final MemoryState state;
    private final Map<DeliveryId, Delivery> deliveries = new HashMap<>();

    MemoryDeliveryStore(MemoryState state) {
        this.state = state;
    }

    @Override
    public void insert(Delivery delivery) {
        state.write(() -> {
            if (deliveries.putIfAbsent(delivery.id(), delivery) != null) {
                throw new IllegalStateException("Delivery " + delivery.id() + " is in the store already.");
            }
            state.onRollback(() -> deliveries.remove(delivery.id()));
            return true;
        });
    }

    @Override
    public Optional<Delivery> find(DeliveryId id) {
        return state.read(() -> Optional.ofNullable(deliveries.get(id)));
    }

    @Override
    public boolean replace(Delivery next) {
        return state.write(() -> {
            Delivery before = deliveries.get(next.id());
            if (before == null || before.version() != next.version() - 1) {
                return false;
            }
            deliveries.put(next.id(), next);
            state.onRollback(() -> deliveries.put(next.id(), before));
            return true;
        });
    }

    @Override
    public List<Delivery> inStates(Set<DeliveryState> states) {
        return state.read(() -> deliveries.values().stream()
                .filter(delivery -> states.contains(delivery.state()))
                .sorted(BY_START)
                .toList());
    }
}
