package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The moment of truth of one mail: the transaction in which consent, address and delivery are read
 * again and the send is recorded as begun.
 */
final class Turn {
    /** What the transaction decided. */
    sealed interface Decision {
        /** The send has begun: now the mail must be offered to the server, or be completed. */
        record Go() implements Decision {}

        /** The mail is not sent now; this is its outcome, already recorded. */
        record Ended(Completion completion) implements Decision {}

        /** The contact is another than the one the mail was rendered for; render again. */
        record Changed() implements Decision {}

        /** Somebody else holds the mail. */
        record Lost() implements Decision {}
    }

    private final Stores stores;
    private final Recorder recorder;

    Turn(Stores stores, Recorder recorder) {
        this.stores = stores;
        this.recorder = recorder;
    }

    /**
     * Decides and records.
     *
     * @param prepared the contact the mail was rendered for; null where the mail was composed before
     */
    Decision begin(Claim claim, @Nullable Contact prepared, Instant now) {
        return stores.inTransaction(tx -> {
            Completion ended = refusal(tx, claim, now);
            if (ended == null && prepared != null) {
                Optional<Contact> current = tx.contacts().find(prepared.id());
                if (current.isEmpty()) {
                    ended = Completion.excluded(claim, now, ExclusionReason.CONTACT_REMOVED, "");
                } else if (!current.get().equals(prepared)) {
                    return new Decision.Changed();
                }
            }
            if (ended == null) {
                ended = exclusion(tx, claim, prepared, now);
            }
            if (ended != null) {
                return recorder.record(tx, ended) ? new Decision.Ended(ended) : new Decision.Lost();
            }
            Set<SendKey> holds = tx.outbox().start(List.of(claim), now);
            return holds.contains(claim.key()) ? new Decision.Go() : new Decision.Lost();
        });
    }

    /** What the claim's past or its delivery's state forbids, or null. */
    static @Nullable Completion refusal(Stores tx, Claim claim, Instant now) {
        MailKind kind = claim.mail().kind();
        if (claim.progress().uncertain() && kind.unknownPolicy() == UnknownPolicy.AT_MOST_ONCE) {
            return Completion.unknown(
                    claim, now, "The node died after the send had begun and before its outcome was recorded.");
        }
        if (claim.mail().content() != null) {
            return null;
        }
        Delivery delivery = delivery(tx, claim);
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

    static @Nullable Delivery delivery(Stores tx, Claim claim) {
        DeliveryId id = DeliveryId.ofSource(claim.key().source());
        return id == null ? null : tx.deliveries().find(id).orElse(null);
    }

    private static @Nullable Completion exclusion(Stores tx, Claim claim, @Nullable Contact prepared, Instant now) {
        MailingList list = null;
        Delivery delivery = delivery(tx, claim);
        if (delivery != null && delivery.plan().audience() instanceof Audience.Subscribers subscribers) {
            list = subscribers.list();
        }
        ReadyMail ready = claim.mail().content();
        Contact contact = prepared;
        if (contact == null && ready != null) {
            contact = Contact.of(claim.mail().contact(), ready.recipient());
        }
        if (contact == null) {
            return null;
        }
        Map<ContactId, ExclusionReason> excluded = new Admission(tx).exclusions(List.of(contact), list);
        ExclusionReason reason = excluded.get(contact.id());
        return reason == null ? null : Completion.excluded(claim, now, reason, "");
    }
}
