package dev.hato.step;

import dev.hato.Stores;
import dev.hato.consent.Subscription;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.StepMails;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The moment of truth of some enrolments: one transaction claims them, reads condition, goal and consent, plans their
 * mails and moves them on. Either all of that is there afterwards or nothing.
 *
 * <p>Used for one transaction.
 */
final class StepTurn {
    private final StepSettings settings;
    private final Map<String, Running> scenarios;
    private final Stores tx;
    private final Instant now;
    private final Facts facts;
    private final Pacing pacing;
    private final List<Enrolment> next = new ArrayList<>();
    private final List<Mailing> mailings = new ArrayList<>();
    private final List<Begun> begun = new ArrayList<>();
    private final Map<String, Map<ContactId, Subscription>> subscriptions = new HashMap<>();

    /** A mail that is wanted, and whose enrolment moves on with it. */
    private record Mailing(Enrolment enrolment, Running running, StepMails.Wanted mail) {}

    /**
     * A step that acts outside of the stores, and was recorded as begun.
     *
     * @param enrolment as it was written, under a lease
     * @param running its scenario
     * @param call what is to be done
     */
    record Begun(Enrolment enrolment, Running running, ActionHandler.Call call) {}

    /**
     * What one transaction did.
     *
     * @param claimed how many enrolments it claimed
     * @param mailed how many mails it planned
     * @param begun what is to be done outside
     */
    record Result(int claimed, int mailed, List<Begun> begun) {}

    StepTurn(StepSettings settings, Map<String, Running> scenarios, Stores tx, Instant now) {
        this.settings = settings;
        this.scenarios = scenarios;
        this.tx = tx;
        this.now = now;
        this.facts = new Facts(tx, settings.engine(), now);
        this.pacing = new Pacing(tx, now);
    }

    /** Claims up to so many enrolments and does what is due. */
    Result take(String owner, int limit) {
        List<Enrolment> claimed = claim(owner, limit);
        if (claimed.isEmpty()) {
            return new Result(0, 0, List.of());
        }
        claimed.sort(Comparator.comparingInt(
                enrolment -> -running(enrolment).scenario().sending().priority()));
        Set<ContactId> ids = new LinkedHashSet<>();
        claimed.forEach(enrolment -> ids.add(enrolment.key().contact()));
        Map<ContactId, Contact> contacts = tx.contacts().findAll(ids);
        for (Running running : scenarios.values()) {
            if (running.scenario().exits().stream().anyMatch(Exit.Unsubscribed.class::isInstance)) {
                subscriptions.put(
                        running.name(),
                        tx.consents().subscriptions(running.list().name(), ids));
            }
        }
        Frequency frequency = new Frequency(settings, tx, now);
        for (Enrolment enrolment : claimed) {
            decide(enrolment, contacts.get(enrolment.key().contact()), frequency);
        }
        plan(contacts);
        Set<?> written = tx.steps().replace(next);
        if (written.size() != next.size()) {
            throw new IllegalStateException("Of " + next.size() + " claimed enrolments only " + written.size()
                    + " could be written in the transaction that claimed them; the store does not hold its claims.");
        }
        return new Result(claimed.size(), mailings.size(), begun);
    }

    /** Claims what is due of scenarios without a pace, and of each other as much as its pace allows. */
    private List<Enrolment> claim(String owner, int limit) {
        List<Enrolment> claimed = new ArrayList<>();
        Set<String> free = new LinkedHashSet<>();
        for (Running running : scenarios.values()) {
            if (running.scenario().sending().pace() == null) {
                free.add(running.name());
                continue;
            }
            int allowance = pacing.allowance(running);
            if (allowance > 0) {
                List<Enrolment> some = claim(owner, Math.min(limit, allowance), Set.of(running.name()));
                pacing.begin(running, some.size(), some.size() == allowance);
                claimed.addAll(some);
            }
        }
        if (!free.isEmpty()) {
            claimed.addAll(claim(owner, limit, free));
        }
        return claimed;
    }

    private List<Enrolment> claim(String owner, int limit, Set<String> of) {
        return tx.steps().claim(new EnrolmentClaim(owner, now, now.plus(settings.lease()), limit, of));
    }

    private Running running(Enrolment enrolment) {
        return Objects.requireNonNull(scenarios.get(enrolment.key().scenario()));
    }

    private void decide(Enrolment enrolment, @Nullable Contact contact, Frequency frequency) {
        Running running = running(enrolment);
        Moves moves = new Moves(settings, running, now);
        if (contact == null) {
            next.add(moves.end(enrolment, EnrolmentStatus.EXITED, "the contact is not there any more"));
            return;
        }
        Exits exit = Exits.now(running, enrolment, facts, subscriptions.getOrDefault(running.name(), Map.of()), now);
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
        } else if (status == EnrolmentStatus.ACTING && isOutside(step.action())) {
            begin(enrolment, running, contact, step);
        } else {
            due(moves, enrolment, contact, step, frequency);
        }
    }

    /** The deadline of a wait has come; an event up to it wins. */
    private void deadline(Moves moves, Enrolment enrolment, Contact contact, Action.WaitFor wait) {
        Instant deadline = Objects.requireNonNull(enrolment.standing().due());
        boolean happened = facts.happened(enrolment, wait.event(), deadline);
        next.add(way(
                moves,
                enrolment,
                contact,
                happened ? wait.onEvent() : wait.onDeadline(),
                happened ? "EVENT" : "DEADLINE"));
    }

    /** Returns the enrolment on its way to the step, or to the next one with null. */
    static Enrolment way(Moves moves, Enrolment enrolment, Contact contact, @Nullable String target, String reason) {
        return target == null
                ? moves.after(enrolment, contact, Outcome.PASSED, reason)
                : moves.to(enrolment, contact, target, reason);
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
        frequency.planned(contact);
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
            Moves moves = new Moves(settings, mailing.running(), now);
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
            next.add(way(moves, enrolment, contact, holds ? branch.then() : branch.otherwise(), holds ? "YES" : "NO"));
        } else if (action instanceof Action.WaitFor wait) {
            await(moves, enrolment, contact, wait);
        } else if (action instanceof Action.GoTo jump) {
            next.add(moves.to(enrolment, contact, jump.step(), ""));
        } else if (action instanceof Action.End) {
            next.add(moves.end(enrolment, EnrolmentStatus.COMPLETED, "end"));
        } else if (new StoreActions(settings, tx, now).perform(action, enrolment, contact)) {
            next.add(moves.after(enrolment, contact, Outcome.DONE, ""));
        } else {
            begin(enrolment, moves.running(), contact, step);
        }
    }

    /** Returns whether the action is done outside of the stores. */
    static boolean isOutside(Action action) {
        return action instanceof Action.CallWebhook
                || action instanceof Action.NotifyStaff
                || action instanceof Action.HandOver
                || action instanceof Action.Host;
    }

    private void await(Moves moves, Enrolment enrolment, Contact contact, Action.WaitFor wait) {
        if (facts.happened(enrolment, wait.event(), now)) {
            next.add(way(moves, enrolment, contact, wait.onEvent(), "EVENT"));
            return;
        }
        Instant begun = Objects.requireNonNull(enrolment.standing().due());
        Instant deadline = wait.deadline(
                begun, settings.zone(contact), settings.clocks().holidays());
        next.add(enrolment.to(enrolment.standing().to(EnrolmentStatus.AWAITING_EVENT, deadline, "")));
    }

    /** Records that the step begins, and keeps its enrolment until it is done. */
    private void begin(Enrolment enrolment, Running running, Contact contact, Step step) {
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
        begun.add(new Begun(
                acting, running, new ActionHandler.Call(key, running.name(), step.key(), contact, step.action())));
    }
}
