package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.segment.Condition;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Segment;
import dev.hato.segment.SegmentReferenceException;
import dev.hato.segment.SegmentSelector;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts deliveries whose time has come and writes a row for each contact of their target.
 *
 * <p>Planning can die anywhere and begin again, also on two nodes at once: the rows' keys are unique,
 * and the segment is evaluated for the instant the delivery started.
 */
final class Planner {
    /** So many contacts at once: few round trips, and little memory for those that are read in full. */
    private static final int PAGE = 2_000;

    private final EngineSettings settings;
    private final Stores stores;

    Planner(EngineSettings settings) {
        this.settings = settings;
        this.stores = settings.stores();
    }

    /** Starts what is due and plans what has started. */
    void run() {
        Instant now = settings.clock().instant();
        for (Delivery delivery : stores.deliveries().inStates(Set.of(DeliveryState.SCHEDULED, DeliveryState.SENDING))) {
            Delivery current = delivery;
            if (current.state() == DeliveryState.SCHEDULED
                    && !current.plan().at().isAfter(now)) {
                Delivery started = current.to(DeliveryState.SENDING, now);
                if (!stores.deliveries().replace(started)) {
                    continue;
                }
                settings.listener().deliveryChanged(started);
                current = started;
            }
            Instant startedAt = current.milestones().startedAt();
            if (current.state() == DeliveryState.SENDING
                    && startedAt != null
                    && current.milestones().plannedAt() == null) {
                try {
                    plan(current, startedAt);
                } catch (SegmentReferenceException e) {
                    new Failing(settings).fail(current.id(), String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void plan(Delivery delivery, Instant startedAt) {
        Condition target = target(delivery.plan().audience());
        SegmentSelector selector = stores.selector();
        EvaluationContext context = new EvaluationContext(startedAt, settings.zone(), settings.segments());
        ContactId after = null;
        Counts counts = new Counts();
        while (true) {
            List<ContactId> page = selector.select(target, context, after, PAGE);
            if (page.isEmpty()) {
                break;
            }
            counts.add(stores.outbox().add(entries(delivery, page, startedAt)));
            settings.listener().deliveryProgressed(new DeliveryProgress(delivery, counts.tally()));
            after = page.get(page.size() - 1);
            if (isOver(delivery.id())) {
                return;
            }
        }
        markPlanned(delivery.id());
    }

    /** A delivery that was cancelled, or failed, needs no more rows. */
    private boolean isOver(DeliveryId id) {
        return stores.deliveries()
                .find(id)
                .map(delivery -> delivery.state().isFinal())
                .orElse(true);
    }

    private void markPlanned(DeliveryId id) {
        while (true) {
            Delivery current = stores.deliveries().find(id).orElse(null);
            if (current == null
                    || current.state().isFinal()
                    || current.milestones().plannedAt() != null
                    || stores.deliveries()
                            .replace(current.planned(settings.clock().instant()))) {
                return;
            }
        }
    }

    private List<OutboxEntry> entries(Delivery delivery, List<ContactId> page, Instant startedAt) {
        Map<ContactId, Contact> contacts = stores.contacts().findAll(page);
        MailingList list = list(delivery.plan().audience());
        Admission.Question question = Admission.question(page.size());
        contacts.values().forEach(contact -> question.about(contact, delivery.kind(), list));
        Admission admission = question.ask(stores);
        String fingerprint = delivery.plan().template().fingerprint();
        List<OutboxEntry> entries = new ArrayList<>(page.size());
        for (ContactId contact : page) {
            PlannedMail mail = new PlannedMail(
                    SendKey.ofDelivery(delivery.id(), contact), delivery.kind(), contact, startedAt, fingerprint, null);
            Contact recipient = contacts.get(contact);
            ExclusionReason reason = recipient == null
                    ? ExclusionReason.CONTACT_REMOVED
                    : admission.exclusion(recipient, delivery.kind(), list);
            entries.add(reason == null ? OutboxEntry.planned(mail) : OutboxEntry.excluded(mail, reason, startedAt));
        }
        return entries;
    }

    private static @Nullable MailingList list(Audience audience) {
        return audience instanceof Audience.Subscribers subscribers ? subscribers.list() : null;
    }

    private static Condition target(Audience audience) {
        Segment segment = audience.segment();
        Condition narrowed = segment == null ? Conditions.allOf() : segment.condition();
        return audience instanceof Audience.Subscribers subscribers
                ? Conditions.allOf(Conditions.subscription(subscribers.list()).exists(), narrowed)
                : narrowed;
    }

    /** Counts what has been planned as it stood then: counting all of it in the store takes longer page by page. */
    private static final class Counts {
        private final EnumMap<MailState, Long> states = new EnumMap<>(MailState.class);
        private final EnumMap<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);

        void add(List<OutboxEntry> entries) {
            for (OutboxEntry entry : entries) {
                states.merge(entry.state(), 1L, Long::sum);
                ExclusionReason reason = entry.progress().reason();
                if (reason != null) {
                    excluded.merge(reason, 1L, Long::sum);
                }
            }
        }

        Tally tally() {
            return new Tally(states, excluded);
        }
    }
}
