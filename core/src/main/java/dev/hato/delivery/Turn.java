package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.Act.Begin;
import dev.hato.delivery.Act.Decision;
import dev.hato.delivery.Act.End;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The moment of truth of some mails: the transaction in which consent, address and delivery are read
 * again and the sends are recorded as begun, and in which the outcomes of others are recorded.
 *
 * <p>It reads and writes each kind of row once for all mails. Used for one transaction.
 */
final class Turn {
    private final Stores tx;
    private final Instant now;
    private final Map<DeliveryId, @Nullable Delivery> deliveries = new HashMap<>();

    /** As they were when their mails were claimed: good for what never changes. */
    private final Map<DeliveryId, Delivery> atClaim = new HashMap<>();

    private final ScenarioMails scenarios;
    private final NoSendWindows windows;

    /**
     * Works in a transaction.
     *
     * @param windows hold back what may not begin now
     */
    Turn(Stores tx, Instant now, NoSendWindows windows) {
        this.tx = tx;
        this.now = now;
        this.windows = windows;
        this.scenarios = new ScenarioMails(tx);
    }

    /** Decides and records all, and answers in the order of the acts. No mail is among them twice. */
    List<Decision> take(List<Act> acts) {
        List<Begin> begins = new ArrayList<>(acts.size());
        Map<SendKey, Completion> endings = new HashMap<>();
        for (Act act : acts) {
            if (act instanceof Begin begin) {
                begins.add(begin);
            } else if (act instanceof End end) {
                endings.put(end.job().key(), end.completion());
            }
        }
        acts.forEach(act -> remember(act.job().delivery()));
        Map<SendKey, Decision> decisions = new HashMap<>(2 * acts.size());
        List<Claim> going = decide(begins, endings, decisions);
        if (!endings.isEmpty()) {
            Set<SendKey> recorded = new Recorder(tx, this::named, scenarios).record(endings.values());
            endings.forEach((key, completion) ->
                    decisions.put(key, recorded.contains(key) ? new Decision.Ended(completion) : new Decision.Lost()));
        }
        if (!going.isEmpty()) {
            Set<SendKey> holds = tx.outbox().start(going, now);
            going.forEach(claim ->
                    decisions.put(claim.key(), holds.contains(claim.key()) ? new Decision.Go() : new Decision.Lost()));
        }
        List<Decision> answers = new ArrayList<>(acts.size());
        for (Act act : acts) {
            answers.add(decisions.getOrDefault(act.job().key(), new Decision.Lost()));
        }
        return answers;
    }

    private void remember(@Nullable Delivery delivery) {
        if (delivery != null) {
            atClaim.put(delivery.id(), delivery);
        }
    }

    /** Returns the claims whose sends may begin; notes what ends, and whose mail has to be rendered again. */
    private List<Claim> decide(List<Begin> begins, Map<SendKey, Completion> endings, Map<SendKey, Decision> decisions) {
        Map<ContactId, Contact> contacts = contacts(begins);
        List<Begin> admissible = new ArrayList<>(begins.size());
        Admission.Question question = Admission.question(begins.size());
        for (Begin begin : begins) {
            Claim claim = begin.job().claim();
            Completion ended = refusal(claim, deliveryOf(claim), now);
            if (ended == null && scenarios.isOrphan(claim)) {
                ended = Completion.excluded(
                        claim, now, ExclusionReason.DELIVERY_FAILED, "The scenario is not there any more.");
            }
            Contact rendered = begin.rendered();
            Contact current = contacts.get(claim.mail().contact());
            if (ended == null && rendered != null) {
                if (current == null) {
                    ended = Completion.excluded(claim, now, ExclusionReason.CONTACT_REMOVED, "");
                } else if (!current.equals(rendered)) {
                    decisions.put(claim.key(), new Decision.Changed());
                    continue;
                }
            }
            if (ended == null) {
                ended = windows.hold(claim, current, now);
            }
            if (ended != null) {
                endings.put(claim.key(), ended);
            } else {
                admissible.add(begin);
                question.about(recipient(begin), claim.mail().kind(), listOf(claim));
            }
        }
        Admission admission = question.ask(tx);
        List<Claim> going = new ArrayList<>(admissible.size());
        for (Begin begin : admissible) {
            Claim claim = begin.job().claim();
            ExclusionReason reason =
                    admission.exclusion(recipient(begin), claim.mail().kind(), listOf(claim));
            if (reason != null) {
                endings.put(claim.key(), Completion.excluded(claim, now, reason, ""));
            } else {
                going.add(claim);
            }
        }
        return going;
    }

    private Map<ContactId, Contact> contacts(List<Begin> begins) {
        Set<ContactId> wanted = new LinkedHashSet<>();
        for (Begin begin : begins) {
            PlannedMail mail = begin.job().claim().mail();
            if (begin.rendered() != null || windows.concernContact(mail.kind())) {
                wanted.add(mail.contact());
            }
        }
        return wanted.isEmpty() ? Map.of() : tx.contacts().findAll(wanted);
    }

    private static Contact recipient(Begin begin) {
        Contact rendered = begin.rendered();
        if (rendered != null) {
            return rendered;
        }
        Claim claim = begin.job().claim();
        ReadyMail ready = claim.mail().content();
        if (ready == null) {
            throw new IllegalStateException("Mail " + claim.key() + " was neither composed before nor rendered.");
        }
        return Contact.of(claim.mail().contact(), ready.recipient());
    }

    private @Nullable MailingList listOf(Claim claim) {
        MailingList ofScenario = scenarios.list(claim);
        if (ofScenario != null) {
            return ofScenario;
        }
        Delivery delivery = deliveryOf(claim);
        return delivery != null && delivery.plan().audience() instanceof Audience.Subscribers subscribers
                ? subscribers.list()
                : null;
    }

    private @Nullable Delivery deliveryOf(Claim claim) {
        DeliveryId id = DeliveryId.ofSource(claim.key().source());
        return id == null ? null : delivery(id);
    }

    /** The delivery as it is in this transaction, read once. */
    private @Nullable Delivery delivery(DeliveryId id) {
        if (!deliveries.containsKey(id)) {
            deliveries.put(id, tx.deliveries().find(id).orElse(null));
        }
        return deliveries.get(id);
    }

    /** The delivery for its name. */
    private @Nullable Delivery named(DeliveryId id) {
        Delivery known = atClaim.get(id);
        return known == null ? delivery(id) : known;
    }

    /** What the claim's past or its delivery's state forbids, or null. */
    static @Nullable Completion refusal(Claim claim, @Nullable Delivery delivery, Instant now) {
        MailKind kind = claim.mail().kind();
        if (claim.progress().uncertain() && kind.unknownPolicy() == UnknownPolicy.AT_MOST_ONCE) {
            return Completion.unknown(
                    claim, now, "The node died after the send had begun and before its outcome was recorded.");
        }
        if (claim.mail().content() != null) {
            return null;
        }
        if (delivery == null) {
            return Completion.excluded(
                    claim, now, ExclusionReason.DELIVERY_FAILED, "The delivery is not there any more.");
        }
        return switch (delivery.state()) {
            // a row that another node planned just before the delivery was completed belongs to its target
            case SENDING, COMPLETED -> null;
            case CANCELLED -> Completion.excluded(claim, now, ExclusionReason.CANCELLED, "");
            case FAILED -> Completion.excluded(claim, now, ExclusionReason.DELIVERY_FAILED, "");
            case DRAFT, AWAITING_APPROVAL, SCHEDULED, PAUSED -> Completion.released(claim);
        };
    }
}
