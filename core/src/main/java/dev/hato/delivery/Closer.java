package dev.hato.delivery;

import dev.hato.Stores;
import java.util.Set;

/** Completes deliveries of which nothing is to come any more. */
final class Closer {
    private final EngineSettings settings;
    private final Stores stores;

    Closer(EngineSettings settings) {
        this.settings = settings;
        this.stores = settings.stores();
    }

    void run() {
        for (Delivery delivery : stores.deliveries().inStates(Set.of(DeliveryState.SENDING))) {
            boolean planned = delivery.milestones().plannedAt() != null;
            if (planned && !stores.outbox().hasOpen(delivery.id().source())) {
                Delivery completed =
                        delivery.to(DeliveryState.COMPLETED, settings.clock().instant());
                if (stores.deliveries().replace(completed)) {
                    Progress.tell(settings, completed);
                    settings.listener().deliveryChanged(completed);
                }
            }
        }
    }
}
