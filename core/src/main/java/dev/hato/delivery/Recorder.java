package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.AttributeMap;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.internal.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records what became of mails within a transaction: their rows, and the events on the contacts' timelines. */
final class Recorder {
    private final Stores tx;
    private final Function<DeliveryId, @Nullable Delivery> deliveries;
    private final ScenarioMails scenarios;

    /**
     * Records in the given transaction.
     *
     * @param deliveries finds a delivery in it, or null
     * @param scenarios finds the names of steps' mails in it
     */
    Recorder(Stores tx, Function<DeliveryId, @Nullable Delivery> deliveries, ScenarioMails scenarios) {
        this.tx = tx;
        this.deliveries = deliveries;
        this.scenarios = scenarios;
    }

    /** Returns the keys of those that were recorded; the others are held by somebody else. */
    Set<SendKey> record(Collection<Completion> completions) {
        Set<SendKey> recorded = tx.outbox().complete(List.copyOf(completions));
        List<ContactEvent> events = new ArrayList<>();
        for (Completion completion : completions) {
            String type = type(completion);
            if (type != null && recorded.contains(completion.claim().key())) {
                events.add(event(completion, type, name(completion.claim().key())));
            }
        }
        if (!events.isEmpty()) {
            tx.events().addAll(events);
        }
        return recorded;
    }

    /** The mails of a delivery end about in the order of their keys: so does an index of such ids grow at one place. */
    private static String id(String type, SendKey key) {
        String id = type + ":" + key.value();
        return id.length() <= ContactEvent.MAX_LENGTH && !Texts.hasControl(id)
                ? id
                : type + ":" + Fingerprint.of(key.value());
    }

    /**
     * Returns what to record of a mail.
     *
     * @param name under which reactions to it are known
     */
    static AdmittingStores.Outcome outcome(Completion completion, String name) {
        String type = type(completion);
        return new AdmittingStores.Outcome(completion, type == null ? null : event(completion, type, name));
    }

    private static @Nullable String type(Completion completion) {
        return switch (completion.progress().state()) {
            case HANDED_OVER -> MailEvents.SENT;
            case BOUNCED -> MailEvents.BOUNCED;
            default -> null;
        };
    }

    private String name(SendKey key) {
        DeliveryId id = DeliveryId.ofSource(key.source());
        Delivery delivery = id == null ? null : deliveries.apply(id);
        return delivery == null ? scenarios.name(key) : delivery.name();
    }

    private static ContactEvent event(Completion completion, String type, String mail) {
        SendKey key = completion.claim().key();
        AttributeMap properties = AttributeMap.of(MailEvents.MAIL, mail)
                .with(MailEvents.SOURCE, key.source())
                .with(MailEvents.KIND, completion.claim().mail().kind().name());
        return new ContactEvent(
                id(type, key),
                completion.claim().mail().contact(),
                type,
                completion.progress().at(),
                StoredScenario.ofSource(key.source()) == null
                        ? properties
                        : properties.with(MailEvents.STEP, key.step()));
    }
}
