package dev.hato.step;

import dev.hato.Stores;
import dev.hato.calendar.FrequencyCap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Counts the mails of a contact's day or week, within one transaction. */
final class Frequency {
    private final StepSettings settings;
    private final Stores tx;
    private final Instant now;
    private final Map<ContactId, Integer> planned = new HashMap<>();

    /**
     * What the caps say.
     *
     * @param isReached whether one more mail would be too many
     * @param until until when it waits; empty if it falls away, or may go
     */
    record Verdict(boolean isReached, Optional<Instant> until) {
        static final Verdict FREE = new Verdict(false, Optional.empty());
    }

    Frequency(StepSettings settings, Stores tx, Instant now) {
        this.settings = settings;
        this.tx = tx;
        this.now = now;
    }

    /** Notes that the contact gets one more. */
    void planned(Contact contact) {
        planned.merge(contact.id(), 1, Integer::sum);
    }

    /** Judges by the engine's cap, which counts the mails of all scenarios, and the scenario's own, which counts its mails. */
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
        int sent = scenario == null ? planned.getOrDefault(contact.id(), 0) : 0;
        for (Enrolment enrolment : tx.steps().of(List.of(contact.id()))) {
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
}
