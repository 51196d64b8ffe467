package dev.hato.delivery;

import dev.hato.internal.SafeListener;
import java.util.Set;

/**
 * Tells the listener how far the deliveries in work have come, not more often than asked, and however long
 * counting takes, for no more than a twentieth of the time.
 */
final class Progress {
    /** For each moment of counting so many without. */
    private static final long PAUSE = 19;

    private final EngineSettings settings;
    private final Watch watch;
    private final long everyNanos;
    private long told;
    private long pause;

    Progress(EngineSettings settings, Watch watch, long everyNanos) {
        this.settings = settings;
        this.watch = watch;
        this.everyNanos = everyNanos;
        this.told = watch.nanos();
        this.pause = everyNanos;
    }

    void tellNowAndThen() {
        long begun = watch.nanos();
        if (begun - told < pause || !isFollowed(settings)) {
            return;
        }
        for (Delivery delivery : settings.stores().deliveries().inStates(Set.of(DeliveryState.SENDING))) {
            tell(settings, delivery);
        }
        told = watch.nanos();
        pause = Math.max(everyNanos, PAUSE * (told - begun));
    }

    /** To count a delivery reads all its mails: not for nobody. */
    private static boolean isFollowed(EngineSettings settings) {
        return !(settings.listener() instanceof SafeListener safe) || safe.followsProgress();
    }

    static void tell(EngineSettings settings, Delivery delivery) {
        if (!isFollowed(settings)) {
            return;
        }
        settings.listener()
                .deliveryProgressed(new DeliveryProgress(
                        delivery, settings.stores().outbox().tally(delivery.id().source())));
    }
}
