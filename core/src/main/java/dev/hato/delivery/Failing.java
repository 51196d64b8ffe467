package dev.hato.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a delivery that cannot go on, whatever state it is in by now. */
final class Failing {
    private static final Logger LOG = LoggerFactory.getLogger(Failing.class);

    private final EngineSettings settings;

    Failing(EngineSettings settings) {
        this.settings = settings;
    }

    void fail(DeliveryId id, String reason) {
        while (true) {
            Delivery current = settings.stores().deliveries().find(id).orElse(null);
            if (current == null || current.state().isFinal()) {
                return;
            }
            Delivery failed = current.failed(reason, settings.clock().instant());
            if (settings.stores().deliveries().replace(failed)) {
                LOG.error(
                        "Delivery {} has failed: {} Mend the cause and write a new delivery for those it missed.",
                        id,
                        reason);
                settings.listener().deliveryChanged(failed);
                return;
            }
        }
    }
}
