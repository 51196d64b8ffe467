package dev.hato.delivery;

import java.util.Set;

/** Tells the listener how far the deliveries in work have come, not more often than asked. */
final class Progress {
    private final EngineSettings settings;
    private final long everyNanos;
    private long told = System.nanoTime();

    Progress(EngineSettings settings, long everyNanos) {
        this.settings = settings;
        this.everyNanos = everyNanos;
    }

    void tellNowAndThen() {
        long now = System.nanoTime();
        if (now - told < everyNanos) {
            return;
        }
        told = now;
        for (Delivery delivery : settings.stores().deliveries().inStates(Set.of(DeliveryState.SENDING))) {
            tell(settings, delivery);
        }
    }

    static void tell(EngineSettings settings, Delivery delivery) {
        settings.listener()
                .deliveryProgressed(new DeliveryProgress(
                        delivery, settings.stores().outbox().tally(delivery.id().source())));
    }
}
