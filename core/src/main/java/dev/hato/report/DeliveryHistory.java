package dev.hato.report;

import dev.hato.Stores;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.StepTally;
import dev.hato.delivery.Tally;
import dev.hato.enrolment.StoredScenario;
import dev.hato.internal.Texts;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;

/**
 * The history of deliveries and of scenarios' steps (配信履歴), counted in the outbox whenever it is asked for.
 *
 * <p>Thread-safe.
 */
public final class DeliveryHistory {
    private static final String SPOT = "スポットメール";
    private static final StepTally NOTHING = new StepTally(new Tally(Map.of(), Map.of()), null);

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

    /**
     * Returns a row for each step of the scenario that sends mail, in its order; those that an edit has removed stand
     * behind the others.
     *
     * @throws NoSuchElementException if the scenario was never stored
     */
    public List<StepRow> steps(String scenario) {
        StoredScenario stored = stores.steps()
                .scenario(scenario)
                .orElseThrow(() -> new NoSuchElementException("There is no scenario " + Texts.quote(scenario) + "."));
        Map<String, StepTally> tallies = stores.outbox().tallySteps(StoredScenario.source(scenario));
        List<StepRow> rows = new ArrayList<>();
        stored.mails().forEach((step, mail) -> {
            StepTally tally = tallies.getOrDefault(step, NOTHING);
            HistoryRow.Content content =
                    new HistoryRow.Content(mail.subject(), stored.list().title(), HistoryRow.Format.of(mail.html()));
            rows.add(new StepRow(scenario, step, mail.name(), tally.lastSent(), content, tally.tally()));
        });
        return rows;
    }

    private DeliveryRow row(Delivery delivery) {
        String list = delivery.plan().audience() instanceof Audience.Subscribers subscribers
                ? subscribers.list().title()
                : SPOT;
        HistoryRow.Format format =
                HistoryRow.Format.of(delivery.plan().template().htmlSource() != null);
        return new DeliveryRow(
                delivery.id(),
                delivery.name(),
                delivery.state(),
                delivery.milestones().startedAt(),
                new HistoryRow.Content(delivery.plan().template().subjectSource(), list, format),
                stores.outbox().tally(delivery.id().source()));
    }
}
