package dev.hato.report;

import dev.hato.Stores;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The history of group and spot deliveries (配信履歴), computed from the outbox whenever it is asked
 * for.
 *
 * <p>Thread-safe.
 */
public final class DeliveryHistory {
    private static final String SPOT = "スポットメール";

    private final Stores stores;

    /** Reads these stores. */
    public DeliveryHistory(Stores stores) {
        this.stores = Objects.requireNonNull(stores, "stores");
    }

    /** Returns a row for each delivery that is not a draft any more, in order of their start. */
    public List<DeliveryRow> rows() {
        EnumSet<DeliveryState> shown =
                EnumSet.complementOf(EnumSet.of(DeliveryState.DRAFT, DeliveryState.AWAITING_APPROVAL));
        return stores.deliveries().inStates(shown).stream().map(this::row).toList();
    }

    /**
     * Returns the row of one delivery.
     *
     * @throws NoSuchElementException if there is none with this id
     */
    public DeliveryRow row(DeliveryId id) {
        return stores.deliveries()
                .find(id)
                .map(this::row)
                .orElseThrow(() -> new NoSuchElementException("There is no delivery " + id + "."));
    }

    private DeliveryRow row(Delivery delivery) {
        String list = delivery.plan().audience() instanceof Audience.Subscribers subscribers
                ? subscribers.list().title()
                : SPOT;
        DeliveryRow.Format format =
                delivery.plan().template().htmlSource() == null ? DeliveryRow.Format.TEXT : DeliveryRow.Format.HTML;
        return new DeliveryRow(
                delivery.id(),
                delivery.name(),
                delivery.state(),
                delivery.milestones().startedAt(),
                new DeliveryRow.Content(delivery.plan().template().subjectSource(), list, format),
                stores.outbox().tally(delivery.id().source()));
    }
}
