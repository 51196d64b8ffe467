package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.lint.LintReport;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.CompiledCondition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Segment;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Group and spot deliveries: written, scheduled, held, cancelled, watched.
 *
 * <pre>{@code
 * hato.deliveries().group("spring-sale", newsletter, template).to(lapsedRegulars).at(tomorrowMorning).submit();
 * }</pre>
 *
 * <p>A {@link Dispatcher} starts and sends them. Thread-safe.
 */
public final class Deliveries {
    private static final int PAGE = 1000;

    private final EngineSettings settings;
    private final Stores stores;

    /** Made by {@code Hato}. */
    public Deliveries(EngineSettings settings) {
        this.settings = settings;
        this.stores = settings.stores();
    }

    /**
     * Begins a delivery to the active subscribers of a list (グループ配信).
     *
     * @param name short, for people, reports, and conditions on the mail
     */
    public DeliveryDraft group(String name, MailingList list, MessageTemplate template) {
        return new DeliveryDraft(this, name, new Audience.Subscribers(list, null), template);
    }

    /**
     * Begins a delivery that goes over stopped and banned subscriptions (スポット配信), never over
     * blocked addresses.
     *
     * @param name short, for people, reports, and conditions on the mail
     * @param reason why these contacts may be written to all the same; it is kept with the delivery
     */
    public DeliveryDraft spot(String name, MessageTemplate template, String reason) {
        return new DeliveryDraft(this, name, new Audience.Anyone(reason, null), template);
    }

    /**
     * Returns the delivery as it stands.
     *
     * @throws NoSuchElementException if there is none with this id
     */
    public Delivery get(DeliveryId id) {
        return stores.deliveries()
                .find(id)
                .orElseThrow(() -> new NoSuchElementException("There is no delivery " + id + "."));
    }

    /** Returns the deliveries in these states, or in any state if none is given, in order of their start. */
    public List<Delivery> list(DeliveryState... states) {
        Set<DeliveryState> wanted = EnumSet.noneOf(DeliveryState.class);
        wanted.addAll(states.length == 0 ? EnumSet.allOf(DeliveryState.class) : List.of(states));
        return stores.deliveries().inStates(wanted);
    }

    /**
     * Schedules a draft.
     *
     * @throws IllegalTransitionException if it is no draft
     */
    public Delivery schedule(DeliveryId id) {
        return change(id, Set.of(DeliveryState.DRAFT), DeliveryState.SCHEDULED);
    }

    /**
     * Makes a draft again of a delivery that has not begun.
     *
     * @throws IllegalTransitionException if it is not waiting for its time
     */
    public Delivery unschedule(DeliveryId id) {
        return change(id, Set.of(DeliveryState.SCHEDULED), DeliveryState.DRAFT);
    }

    /**
     * Holds a delivery; mails in the middle of their send are finished, no other begins.
     *
     * @throws IllegalTransitionException if it is not being sent
     */
    public Delivery pause(DeliveryId id) {
        return change(id, Set.of(DeliveryState.SENDING), DeliveryState.PAUSED);
    }

    /**
     * Lets a held delivery go on where it was.
     *
     * @throws IllegalTransitionException if it is not held
     */
    public Delivery resume(DeliveryId id) {
        return change(id, Set.of(DeliveryState.PAUSED), DeliveryState.SENDING);
    }

    /**
     * Stops a delivery for good; mails not sent by now count as excluded.
     *
     * @throws IllegalTransitionException if it is over already
     */
    public Delivery cancel(DeliveryId id) {
        return change(id, EnumSet.allOf(DeliveryState.class), DeliveryState.CANCELLED);
    }

    /** Returns how far the delivery has come. */
    public DeliveryProgress progress(DeliveryId id) {
        return new DeliveryProgress(get(id), stores.outbox().tally(id.source()));
    }

    /**
     * Calls the action for each mail of the delivery, whatever its state, in the order of their keys.
     *
     * @throws NoSuchElementException if there is no delivery with this id
     */
    public void mails(DeliveryId id, Consumer<? super OutboxEntry> action) {
        get(id);
        SendKey after = null;
        while (true) {
            List<OutboxEntry> page = stores.outbox().page(id.source(), after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            page.forEach(action);
            after = page.get(page.size() - 1).mail().key();
        }
    }

    private Delivery change(DeliveryId id, Set<DeliveryState> from, DeliveryState next) {
        while (true) {
            Delivery current = get(id);
            if (!from.contains(current.state())) {
                throw new IllegalTransitionException(id, current.state(), next);
            }
            Delivery changed = current.to(next, now());
            if (stores.deliveries().replace(changed)) {
                settings.listener().deliveryChanged(changed);
                return changed;
            }
        }
    }

    LintReport lint(MessageTemplate template, MailKind kind) {
        return new TemplateGate(settings, kind).lint(template);
    }

    Delivery insert(Delivery.Plan written, DeliveryState state) {
        new TemplateGate(settings, written.kind()).require(written.template());
        requireKnownSegments(written.audience());
        Delivery.Plan plan = new Delivery.Plan(
                written.name(),
                written.audience(),
                written.template().inZone(settings.zone()),
                written.at(),
                written.createdAt());
        Delivery delivery = new Delivery(DeliveryId.random(), plan, state, Delivery.Milestones.NONE, 0);
        stores.deliveries().insert(delivery);
        settings.listener().deliveryChanged(delivery);
        return delivery;
    }

    /** A segment that names one that is not there would stop the delivery only when its time has come. */
    private void requireKnownSegments(Audience audience) {
        Segment segment = audience.segment();
        if (segment != null) {
            CompiledCondition.of(
                    segment.condition(), new EvaluationContext(now(), settings.zone(), settings.segments()));
        }
    }

    Instant now() {
        return settings.clock().instant();
    }
}
