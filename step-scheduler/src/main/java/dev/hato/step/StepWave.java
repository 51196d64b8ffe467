package dev.hato.step;

import dev.hato.Stores;
import dev.hato.consent.Subscription;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.StepMails;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Due enrolments of different contacts, done together within one transaction: each kind of row is read once and written
 * once for all of them, however many they are.
 */
final class StepWave {
    /** What acts outside of the stores is done one after the other, and each must end within the lease. */
    static final int MOST_OUTSIDE = 10;

    private final StepSettings settings;
    private final Stores tx;
    private final Instant now;
    private final Pacing pacing;
    private final List<StepTurn.Begun> begun;
    private final Facts facts;
    private final StoreActions actions;
    private final List<Due> claimed = new ArrayList<>();
    private final List<Enrolment> next = new ArrayList<>();
    private final List<Mailing> mailings = new ArrayList<>();
    private final Map<String, Map<ContactId, Subscription>> subscriptions = new HashMap<>();
    private int putBack;

    /** An enrolment whose turn it is. */
    private record Due(Enrolment enrolment, Running running) {
        ContactId contact() {
            return enrolment.key().contact();
        }
    }

    /** A mail that is wanted, and whose enrolment moves on with it. */
    private record Mailing(Enrolment enrolment, Running running, StepMails.Wanted mail) {}

    /**
     * What became of a wave.
     *
     * @param done how many enrolments have moved
     * @param mailed how many mails were planned
     */
    record Result(int done, int mailed) {}

    /** Begins a wave; steps that act outside of the stores are added to those that were begun before. */
    StepWave(StepSettings settings, Stores tx, Instant now, Pacing pacing, List<StepTurn.Begun> begun) {
        this.settings = settings;
        this.tx = tx;
        this.now = now;
        this.pacing = pacing;
        this.begun = begun;
        this.facts = new Facts(tx, settings.engine(), now);
        this.actions = new StoreActions(settings, tx, now);
    }

    /** Adds an enrolment that was claimed in this transaction; no contact is to be among them twice. */
    void add(Enrolment enrolment, Running running) {
        claimed.add(new Due(enrolment, running));
    }

    /** Does what is due. */
    Result take() {
        Set<ContactId> ids = new LinkedHashSet<>();
        claimed.forEach(due -> ids.add(due.contact()));
        Map<ContactId, Contact> contacts = tx.contacts().findAll(ids);
        readSubscriptions();
        for (Due due : claimed) {
            if (contacts.containsKey(due.contact())) {
                expect(due);
            }
        }
        Frequency frequency = new Frequency(settings, tx, now, contacts);
        for (Due due : claimed) {
            decide(due.enrolment(), due.running(), contacts.get(due.contact()), frequency);
        }
        plan(contacts);
        actions.write();
        Set<?> written = tx.steps().replace(next);
        if (written.size() != next.size()) {
            throw new IllegalStateException("Of " + next.size() + " claimed enrolments only " + written.size()
                    + " could be written in the transaction that claimed them; the store does not hold its claims.");
        }
        return new Result(claimed.size() - putBack, mailings.size());
    }

    /** Reads the subscriptions that end enrolments, list by list. */
    private void readSubscriptions() {
        Map<String, Set<ContactId>> lists = new HashMap<>();
        for (Due due : claimed) {
            if (due.running().scenario().exits().stream().anyMatch(Exit.Unsubscribed.class::isInstance)) {
                lists.computeIfAbsent(due.running().list().name(), name -> new LinkedHashSet<>())
                        .add(due.contact());
            }
        }
        lists.forEach((list, ids) -> subscriptions.put(list, tx.consents().subscriptions(list, ids)));
    }

    /** Names what will be asked about the enrolment. */
    private void expect(Due due) {
        Exits.expect(due.running(), due.enrolment(), facts);
        facts.expect(due.contact(), due.running().scenario().entry().filter());
        String key = due.enrolment().standing().step();
        Step step = key == null ? null : due.running().scenario().step(key).orElse(null);
        if (step != null) {
            facts.expect(due.contact(), step.condition());
            if (step.action() instanceof Action.Branch branch) {
                facts.expect(due.contact(), branch.test());
            } else if (step.action() instanceof Action.WaitFor wait) {
                facts.expect(due.enrolment(), wait.event());
            }
        }
    }

    private void decide(Enrolment enrolment, Running running, @Nullable Contact contact, Frequency frequency) {
        Moves moves = moves(enrolment, running);
        if (contact == null) {
            next.add(moves.end(enrolment, EnrolmentStatus.EXITED, "the contact is not there any more"));
            return;
        }
        Exits exit = Exits.now(
                running,
                enrolment,
                facts,
                subscriptions.getOrDefault(running.list().name(), Map.of()),
                now);
        if (exit != null) {
            next.add(moves.end(enrolment, exit.status(), exit.why()));
            return;
        }
        if (enrolment.course().scenarioVersion() != running.version()) {
            // Enrolled while an edit was applied, too late to be moved by it.
            next.add(moves.caughtUp(enrolment, contact));
            return;
        }
        Step step = running.step(Objects.requireNonNull(enrolment.standing().step()));
        EnrolmentStatus status = enrolment.standing().status();
        if (status == EnrolmentStatus.AWAITING_EVENT && step.action() instanceof Action.WaitFor wait) {
            deadline(moves, enrolment, contact, wait);
        } else if (status == EnrolmentStatus.ACTING && StepTurn.isOutside(step.action())) {
            begin(enrolment, running, contact, step);
        } else {
            due(moves, enrolment, contact, step, frequency);
        }
    }

    private Moves moves(Enrolment enrolment, Running running) {
        Instant due = Objects.requireNonNull(enrolment.standing().due());
        return new Moves(settings, running, now, pacing.judged(running, due).isBefore(now));
    }

    /** The deadline of a wait has come; an event up to it wins. */
    private void deadline(Moves moves, Enrolment enrolment, Contact contact, Action.WaitFor wait) {
        Instant deadline = Objects.requireNonNull(enrolment.standing().due());
        boolean happened = facts.happened(enrolment, wait.event(), deadline);
        next.add(StepTurn.way(
                moves,
                enrolment,
                contact,
                happened ? wait.onEvent() : wait.onDeadline(),
                happened ? "EVENT" : "DEADLINE"));
    }

    private void due(Moves moves, Enrolment enrolment, Contact contact, Step step, Frequency frequency) {
        Instant due = Objects.requireNonNull(enrolment.standing().due());
        if (!step.isControl()) {
            Optional<Instant> begin = moves.running()
                    .scenario()
                    .sending()
                    .pastDue()
                    .claimed(
                            due,
                            pacing.judged(moves.running(), due),
                            settings.zone(contact),
                            enrolment.times().caughtUp());
            if (begin.isEmpty()) {
                next.add(moves.after(enrolment, contact, Outcome.SKIPPED, Unscheduled.PAST_DUE.name()));
                return;
            }
            if (begin.get().isAfter(now)) {
                next.add(enrolment.to(
                        Standing.waiting(step.key(), enrolment.standing().occurrence(), begin.get(), true)));
                return;
            }
            if (begin.get().isAfter(due) && !enrolment.standing().late()) {
                // It is made up for now: the day's only one, which its record tells.
                enrolment = late(enrolment);
            }
        }
        if (!facts.holds(contact.id(), moves.running().scenario().entry().filter())) {
            next.add(moves.after(enrolment, contact, Outcome.SKIPPED, SkipReason.FILTER.name()));
        } else if (!facts.holds(contact.id(), step.condition())) {
            next.add(moves.after(enrolment, contact, Outcome.SKIPPED, SkipReason.CONDITION.name()));
        } else if (step.action() instanceof Action.SendMail mail) {
            mail(moves, enrolment, contact, mail, frequency);
        } else {
            act(moves, enrolment, contact, step);
        }
    }

    private static Enrolment late(Enrolment enrolment) {
        Standing at = enrolment.standing();
        return new Enrolment(
                enrolment.key(),
                enrolment.course(),
                new Standing(at.status(), at.step(), at.occurrence(), at.due(), true, at.detail()),
                enrolment.times(),
                enrolment.history(),
                enrolment.lease());
    }

    private void mail(Moves moves, Enrolment enrolment, Contact contact, Action.SendMail mail, Frequency frequency) {
        Optional<Instant> held = settings.limits().quiet().heldUntil(now, settings.zone(contact));
        if (held.isPresent()) {
            next.add(enrolment.to(putOff(enrolment, held.get(), SkipReason.QUIET_HOURS)));
            return;
        }
        Frequency.Verdict verdict = frequency.judge(contact, moves.running());
        if (verdict.isReached()) {
            next.add(verdict.until()
                    .map(until -> enrolment.to(putOff(enrolment, until, SkipReason.FREQUENCY_CAP)))
                    .orElseGet(
                            () -> moves.after(enrolment, contact, Outcome.SKIPPED, SkipReason.FREQUENCY_CAP.name())));
            return;
        }
        String step = Objects.requireNonNull(enrolment.standing().step());
        mailings.add(new Mailing(
                enrolment,
                moves.running(),
                new StepMails.Wanted(
                        moves.running()
                                .sendKey(
                                        enrolment.key(),
                                        step,
                                        enrolment.standing().occurrence()),
                        mail.template().template(),
                        contact,
                        moves.running().list())));
    }

    private static Standing putOff(Enrolment enrolment, Instant until, SkipReason reason) {
        return enrolment.standing().to(EnrolmentStatus.WAITING, until, reason.name());
    }

    /** Plans the mails together and moves their enrolments on. */
    private void plan(Map<ContactId, Contact> contacts) {
        List<StepMails.Planned> planned =
                settings.mails().plan(tx, mailings.stream().map(Mailing::mail).toList(), now);
        for (int i = 0; i < planned.size(); i++) {
            Mailing mailing = mailings.get(i);
            Contact contact = Objects.requireNonNull(
                    contacts.get(mailing.enrolment().key().contact()));
            Moves moves = moves(mailing.enrolment(), mailing.running());
            ExclusionReason excluded = planned.get(i).entry().progress().reason();
            if (planned.get(i).repeated()) {
                next.add(moves.after(mailing.enrolment(), contact, Outcome.SKIPPED, SkipReason.SENT_BEFORE.name()));
            } else if (excluded != null) {
                next.add(moves.after(mailing.enrolment(), contact, Outcome.SKIPPED, excluded.name()));
            } else {
                next.add(moves.after(mailing.enrolment(), contact, Outcome.MAILED, ""));
            }
        }
    }

    private void act(Moves moves, Enrolment enrolment, Contact contact, Step step) {
        Action action = step.action();
        if (action instanceof Action.Branch branch) {
            boolean holds = facts.holds(contact.id(), branch.test());
            next.add(StepTurn.way(
                    moves, enrolment, contact, holds ? branch.then() : branch.otherwise(), holds ? "YES" : "NO"));
        } else if (action instanceof Action.WaitFor wait) {
            await(moves, enrolment, contact, wait);
        } else if (action instanceof Action.GoTo jump) {
            next.add(moves.to(enrolment, contact, jump.step(), ""));
        } else if (action instanceof Action.End) {
            next.add(moves.end(enrolment, EnrolmentStatus.COMPLETED, "end"));
        } else if (StepTurn.isOutside(action)) {
            begin(enrolment, moves.running(), contact, step);
        } else {
            next.add(moves.after(enrolment, actions.perform(action, enrolment, contact), Outcome.DONE, ""));
        }
    }

    private void await(Moves moves, Enrolment enrolment, Contact contact, Action.WaitFor wait) {
        if (facts.happened(enrolment, wait.event(), now)) {
            next.add(StepTurn.way(moves, enrolment, contact, wait.onEvent(), "EVENT"));
            return;
        }
        Instant begun = Objects.requireNonNull(enrolment.standing().due());
        Instant deadline =
                wait.deadline(begun, settings.zone(contact), settings.clocks().holidays());
        next.add(enrolment.to(enrolment.standing().to(EnrolmentStatus.AWAITING_EVENT, deadline, "")));
    }

    /** Records that the step begins, and keeps its enrolment until it is done. */
    private void begin(Enrolment enrolment, Running running, Contact contact, Step step) {
        if (begun.size() >= MOST_OUTSIDE) {
            next.add(enrolment.to(enrolment.standing()));
            putBack++;
            return;
        }
        Enrolment acting = enrolment
                .to(enrolment
                        .standing()
                        .to(
                                EnrolmentStatus.ACTING,
                                Objects.requireNonNull(enrolment.standing().due()),
                                ""))
                .under(enrolment.lease());
        next.add(acting);
        String key = running.sendKey(
                        enrolment.key(), step.key(), enrolment.standing().occurrence())
                .value();
        begun.add(new StepTurn.Begun(
                acting,
                running,
                new ActionHandler.Call(key, running.name(), step.key(), contact, step.action()),
                pacing.judged(running, Objects.requireNonNull(acting.standing().due()))
                        .isBefore(now)));
    }
}
