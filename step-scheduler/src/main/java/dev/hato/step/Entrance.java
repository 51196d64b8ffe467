package dev.hato.step;

import dev.hato.Stores;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The way into a scenario, within one transaction. */
final class Entrance {
    private final StepSettings settings;
    private final Running running;
    private final Stores tx;
    private final Instant now;
    private final Moves moves;

    Entrance(StepSettings settings, Running running, Stores tx, Instant now) {
        this.settings = settings;
        this.running = running;
        this.tx = tx;
        this.now = now;
        this.moves = new Moves(settings, running, now);
    }

    /**
     * What starts an enrolment.
     *
     * @param at from when the steps count
     * @param by what did it, for the first note: the type of an event, or the words of a trigger; empty for the host
     * @param occurrence which time, where that comes again; empty for the only time
     */
    record Start(Instant at, String by, String occurrence) {}

    /**
     * Enrols the contacts, those who are enrolled already by the rule of re-enrolment.
     *
     * @param enrolled from when their steps count
     */
    EnrolReport enrol(Collection<ContactId> ids, Instant enrolled) {
        Map<ContactId, Start> starts = new LinkedHashMap<>();
        ids.forEach(id -> starts.put(id, new Start(enrolled, "", "")));
        return enrol(starts);
    }

    /** Enrols the contacts, those who are enrolled already by the rule of re-enrolment. */
    EnrolReport enrol(Map<ContactId, Start> starts) {
        Set<ContactId> ids = starts.keySet();
        Map<ContactId, Contact> contacts = tx.contacts().findAll(ids);
        Map<ContactId, Enrolment> last = last(ids);
        Facts facts = new Facts(tx, settings.engine(), now);
        ids.forEach(id -> facts.expect(id, running.scenario().entry().filter()));
        List<Enrolment> begun = new ArrayList<>();
        List<Enrolment> resumed = new ArrayList<>();
        long continued = 0;
        long ignored = 0;
        long refused = 0;
        for (Map.Entry<ContactId, Start> wanted : starts.entrySet()) {
            ContactId id = wanted.getKey();
            Start start = wanted.getValue();
            Contact contact = contacts.get(id);
            Enrolment before = last.get(id);
            if (contact == null || !facts.holds(id, running.scenario().entry().filter())) {
                refused++;
                continue;
            }
            ReEnrolment.Mode mode = before == null ? null : mode(before);
            if (before == null) {
                begun.add(moves.begin(new EnrolmentKey(running.name(), id, 1), contact, start));
            } else if (mode == ReEnrolment.Mode.RESTART) {
                if (before.isOpen()) {
                    resumed.add(moves.end(before, EnrolmentStatus.EXITED, "begun again"));
                }
                begun.add(moves.begin(before.key().next(), contact, start));
            } else if (mode == ReEnrolment.Mode.CONTINUE && isContinuable(before)) {
                resumed.add(noted(moves.reopen(before, contact), start));
                continued++;
            } else {
                ignored++;
            }
        }
        replace(tx, resumed);
        List<Enrolment> present = tx.steps().add(begun);
        long added = 0;
        for (int i = 0; i < begun.size(); i++) {
            added += present.get(i).equals(begun.get(i)) ? 1 : 0;
        }
        if (added != begun.size()) {
            throw new ChangedMeanwhile();
        }
        if (running.hasOwnList()) {
            subscribe(begun.stream().map(enrolment -> enrolment.key().contact()).toList());
        }
        return new EnrolReport(begun.size(), continued, ignored, refused);
    }

    /** Writes all of the enrolments, or throws if somebody else has changed one of them. */
    static int replace(Stores tx, List<Enrolment> next) {
        if (tx.steps().replace(next).size() != next.size()) {
            throw new ChangedMeanwhile();
        }
        return next.size();
    }

    /** Somebody else wrote one of the enrolments at the same time: the transaction is to be done again. */
    static final class ChangedMeanwhile extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedMeanwhile() {
            super("Another node changed an enrolment at the same time; do it again.");
        }
    }

    Map<ContactId, Enrolment> last(Collection<ContactId> ids) {
        Map<ContactId, Enrolment> last = new HashMap<>();
        for (Enrolment enrolment : tx.steps().of(ids)) {
            if (enrolment.key().scenario().equals(running.name())) {
                last.put(enrolment.key().contact(), enrolment); // in the order of their numbers
            }
        }
        return last;
    }

    private ReEnrolment.@Nullable Mode mode(Enrolment before) {
        return running.scenario().entry().reEnrolment().decide(before.times().enrolled(), now);
    }

    /** Going on is for those who were stopped on the way: who has ended well, or was never stopped, is left alone. */
    private static boolean isContinuable(Enrolment before) {
        return before.standing().status() == EnrolmentStatus.EXITED;
    }

    /** Begins the subscriptions that the scenario keeps of its own; who has stopped it stays so. */
    private void subscribe(Collection<ContactId> contacts) {
        Evidence evidence =
                Evidence.byData("enrolment", "scenario " + running.name()).givenAt(now);
        new Consents(tx.consents(), settings.engine().clock())
                .changeAll(contacts, running.list(), SubscriptionStatus.ACTIVE, evidence);
    }

    private static final Set<String> NOTES = Set.of("paused", "resumed", "continued", "attempt failed");

    private static final String STARTED_BY = "started by ";

    /** Returns the note that says what has started an enrolment; none where the host did. */
    static List<StepRecord> started(String step, Start start, Instant now) {
        return start.by().isEmpty()
                ? List.of()
                : List.of(new StepRecord(step, start.occurrence(), Outcome.PASSED, now, STARTED_BY + start.by()));
    }

    /** Returns the enrolment, of the same revision, with the note of what lets it go on, at the step where it stands. */
    private Enrolment noted(Enrolment enrolment, Start start) {
        String step = enrolment.standing().step();
        List<StepRecord> history = new ArrayList<>(enrolment.history());
        history.addAll(started(step == null ? "-" : step, start, now));
        return new Enrolment(
                enrolment.key(),
                enrolment.course(),
                enrolment.standing(),
                enrolment.times(),
                history,
                enrolment.lease());
    }

    /** Returns whether this has started the enrolment, or let it go on, that time. */
    static boolean isStartedBy(Enrolment enrolment, String by, String occurrence) {
        return enrolment.history().stream()
                .anyMatch(record -> record.reason().equals(STARTED_BY + by)
                        && record.occurrence().equals(occurrence));
    }

    /** Returns whether an event of this type has started the enrolment. */
    static boolean isStartedBy(Enrolment enrolment, String type) {
        List<StepRecord> history = enrolment.history();
        String reason = history.isEmpty() ? "" : history.get(0).reason();
        return reason.startsWith(STARTED_BY)
                && reason.endsWith(type)
                && reason.length() == STARTED_BY.length() + type.length();
    }

    /** Returns whether the record is a note beside a step, and says nothing of what became of it. */
    static boolean isNote(StepRecord record) {
        return record.outcome() == Outcome.PASSED
                && (NOTES.contains(record.reason()) || record.reason().startsWith(STARTED_BY));
    }

    static StepRecord note(Enrolment enrolment, Instant at, String reason) {
        String step = enrolment.standing().step();
        return new StepRecord(step == null ? "-" : step, "", Outcome.PASSED, at, reason);
    }
}
