package dev.hato.step;

import dev.hato.Stores;
import dev.hato.calendar.FrequencyCap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.MailKind;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the mails of contacts' days or weeks as they stand at one moment of a transaction. */
final class Frequency {
    /** Steps are counted when they are planned, by their records: what is in the outbox is to count as well. */
    private static final Set<String> COUNTED = Arrays.stream(MailKind.values())
            .filter(kind -> kind.isMarketing() && kind != MailKind.STEP)
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final StepSettings settings;
    private final Stores tx;
    private final Instant now;
    private final Map<ContactId, Contact> contacts;
    private @Nullable Map<ContactId, List<Enrolment>> enrolments;
    private @Nullable Map<ContactId, List<ContactEvent>> sends;

    /**
     * What the caps say.
     *
     * @param isReached whether one more mail would be too many
     * @param until until when it waits; empty if it falls away, or may go
     */
    record Verdict(boolean isReached, Optional<Instant> until) {
        static final Verdict FREE = new Verdict(false, Optional.empty());
    }

    /** Counts for these contacts, of whom everything is read together once the first of them is judged under a cap. */
    Frequency(StepSettings settings, Stores tx, Instant now, Map<ContactId, Contact> contacts) {
        this.settings = settings;
        this.tx = tx;
        this.now = now;
        this.contacts = contacts;
    }

    /** Judges by the engine's cap, which counts all marketing mails, and by the scenario's own, which counts its mails. */
    Verdict judge(Contact contact, Running running) {
        Verdict engine = judge(contact, settings.limits().cap(), null);
        return engine.isReached()
                ? engine
                : judge(contact, running.scenario().sending().cap(), running.name());
    }

    private Verdict judge(Contact contact, @Nullable FrequencyCap cap, @Nullable String scenario) {
        if (cap == null) {
            return Verdict.FREE;
        }
        ZoneId zone = settings.zone(contact);
        Instant from = cap.countedFrom(now, zone);
        int sent = scenario == null ? others(contact.id(), from, cap) : 0;
        for (Enrolment enrolment : enrolments().getOrDefault(contact.id(), List.of())) {
            if (scenario == null || scenario.equals(enrolment.key().scenario())) {
                for (StepRecord record : enrolment.history()) {
                    if (record.outcome() == Outcome.MAILED && !record.at().isBefore(from)) {
                        sent++;
                    }
                }
            }
        }
        return cap.isReached(sent) ? new Verdict(true, cap.deferredTo(now, zone)) : Verdict.FREE;
    }

    private Map<ContactId, List<Enrolment>> enrolments() {
        Map<ContactId, List<Enrolment>> known = enrolments;
        if (known == null) {
            known = new HashMap<>();
            for (Enrolment enrolment : tx.steps().of(contacts.keySet())) {
                known.computeIfAbsent(enrolment.key().contact(), id -> new ArrayList<>())
                        .add(enrolment);
            }
            enrolments = known;
        }
        return known;
    }

    /** Counts the marketing mails that no scenario has sent, such as group deliveries; transactional mail is none. */
    private int others(ContactId contact, Instant from, FrequencyCap cap) {
        int sent = 0;
        for (ContactEvent event : sends(cap).getOrDefault(contact, List.of())) {
            String kind = event.properties().get(MailEvents.KIND);
            sent += kind != null && COUNTED.contains(kind) && !event.at().isBefore(from) ? 1 : 0;
        }
        return sent;
    }

    /** Reads what was sent since the earliest of the contacts' days or weeks began, of the engine's cap, which is one. */
    private Map<ContactId, List<ContactEvent>> sends(FrequencyCap cap) {
        Map<ContactId, List<ContactEvent>> known = sends;
        if (known == null) {
            Instant from = contacts.values().stream()
                    .map(contact -> cap.countedFrom(now, settings.zone(contact)))
                    .min(Comparator.naturalOrder())
                    .orElse(now);
            known = tx.events().findAll(contacts.keySet(), MailEvents.SENT, from, now.plus(1, ChronoUnit.MICROS));
            sends = known;
        }
        return known;
    }
}
