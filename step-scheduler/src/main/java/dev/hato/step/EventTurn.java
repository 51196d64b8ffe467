package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import dev.hato.event.ContactEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an event does to scenarios, in the transaction that records it. */
final class EventTurn {
    private static final Logger LOG = LoggerFactory.getLogger(EventTurn.class);

    /** How far the clock of who tells of an event may be ahead of ours; what is further away has not happened yet. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final StepSettings settings;
    private final Collection<Running> scenarios;
    private final Stores tx;
    private final Instant now;

    EventTurn(StepSettings settings, Collection<Running> scenarios, Stores tx, Instant now) {
        this.settings = settings;
        this.scenarios = scenarios;
        this.tx = tx;
        this.now = now;
    }

    /** Records the event and lets it work, unless its id is known or its contact is not. */
    Signalled take(ContactEvent event) {
        Contact contact = tx.contacts().find(event.contact()).orElse(null);
        if (contact == null) {
            LOG.info("Event {} is of contact {}, whom nobody has saved; it is not taken.", event.id(), event.contact());
            return Signalled.UNKNOWN_CONTACT;
        }
        SegmentChange segments = new SegmentChange(settings, scenarios, tx, now, event.contact());
        if (!tx.events().add(event)) {
            return Signalled.REPEATED;
        }
        Facts facts = new Facts(tx, settings.engine(), now);
        if (!event.at().isAfter(now.plus(AHEAD))) {
            List<Enrolment> enrolments = tx.steps().of(List.of(contact.id()));
            for (Running running : scenarios) {
                moveOn(running, enrolments, event, contact, facts);
                boolean triggered = running.scenario().entry().triggers().stream()
                        .anyMatch(trigger -> trigger instanceof Trigger.EventHappened happened
                                && facts.matches(happened.event(), event));
                if (triggered) {
                    fire(settings, running, tx, contact.id(), event, now);
                }
            }
            segments.fire();
        }
        return Signalled.RECORDED;
    }

    /** Ends the contact's enrolments, and lets pass those that wait for the event. */
    private void moveOn(Running running, List<Enrolment> enrolments, ContactEvent event, Contact contact, Facts facts) {
        Moves moves = new Moves(settings, running, now);
        List<Enrolment> next = new ArrayList<>();
        for (Enrolment enrolment : enrolments) {
            if (!enrolment.isOpen() || !enrolment.key().scenario().equals(running.name())) {
                continue;
            }
            Exits exit = Exits.on(running, enrolment, event, facts);
            if (exit != null) {
                next.add(moves.end(enrolment, exit.status(), exit.why()));
                takeBack(running, enrolment);
            } else if (isAwaited(running, enrolment, event, facts)) {
                Action.WaitFor wait = (Action.WaitFor)
                        running.step(Objects.requireNonNull(enrolment.standing().step()))
                                .action();
                next.add(StepTurn.way(moves, enrolment, contact, wait.onEvent(), "EVENT"));
            } else if (mayAwait(running, enrolment, event, facts)) {
                // Somebody may begin that wait now, before the event can be seen: written anew, one of both comes
                // after.
                next.add(enrolment.to(enrolment.standing()));
            }
        }
        Entrance.replace(tx, next);
    }

    /** Ends the contact's open enrolments by hand, and returns whether there was one. */
    boolean end(ContactId contact, String reason) {
        List<Enrolment> next = new ArrayList<>();
        List<Enrolment> enrolments = tx.steps().of(List.of(contact));
        for (Running running : scenarios) {
            for (Enrolment enrolment : enrolments) {
                if (enrolment.isOpen() && enrolment.key().scenario().equals(running.name())) {
                    next.add(new Moves(settings, running, now)
                            .end(enrolment, EnrolmentStatus.EXITED, "by hand: " + reason));
                    takeBack(running, enrolment);
                }
            }
        }
        Entrance.replace(tx, next);
        return !next.isEmpty();
    }

    /** Takes back the last mail, if it has not left: the exit wins over a step due at the same instant. */
    private void takeBack(Running running, Enrolment enrolment) {
        List<StepRecord> history = enrolment.history();
        for (int i = history.size() - 1; i >= 0; i--) {
            StepRecord record = history.get(i);
            if (record.outcome() == Outcome.MAILED) {
                settings.mails()
                        .takeBack(tx, running.sendKey(enrolment.key(), record.step(), record.occurrence()), now);
                return;
            }
        }
    }

    /** Returns whether a step of the scenario waits for the event, while no action outside of the stores is under way. */
    private static boolean mayAwait(Running running, Enrolment enrolment, ContactEvent event, Facts facts) {
        return enrolment.standing().status() != EnrolmentStatus.ACTING
                && running.scenario().steps().stream()
                        .anyMatch(step ->
                                step.action() instanceof Action.WaitFor wait && facts.matches(wait.event(), event));
    }

    private static boolean isAwaited(Running running, Enrolment enrolment, ContactEvent event, Facts facts) {
        Instant deadline = enrolment.standing().due();
        return enrolment.standing().status() == EnrolmentStatus.AWAITING_EVENT
                && deadline != null
                && !event.at().isAfter(deadline)
                && !event.at().isBefore(enrolment.times().enrolled())
                && running.scenario()
                        .step(Objects.requireNonNull(enrolment.standing().step()))
                        .filter(step ->
                                step.action() instanceof Action.WaitFor wait && facts.matches(wait.event(), event))
                        .isPresent();
    }

    /** Lets a change of the contact's data fire a trigger, unless it must not. */
    static void fire(StepSettings settings, Running running, Stores tx, ContactId contact, Instant now) {
        fire(settings, running, tx, contact, null, now);
    }

    private static void fire(
            StepSettings settings,
            Running running,
            Stores tx,
            ContactId contact,
            @Nullable ContactEvent event,
            Instant now) {
        Instant at = event == null ? now : event.at();
        Entrance entrance = new Entrance(settings, running, tx, now);
        Enrolment last = entrance.last(Set.of(contact)).get(contact);
        Instant lastFired = last == null ? null : last.times().enrolled();
        if (running.scenario().entry().judge(at, now, lastFired) == Entry.Verdict.FIRES) {
            entrance.enrol(Map.of(contact, new Entrance.Start(at, event == null ? "" : event.type(), "")));
        }
    }

    /** Whether the contact enters or leaves segments by a change of its data in this transaction. */
    static final class SegmentChange {
        private final StepSettings settings;
        private final Collection<Running> scenarios;
        private final Stores tx;
        private final Instant now;
        private final ContactId contact;
        private final Map<String, Boolean> before = new HashMap<>();

        /** Looks at the segments as they are before the change. */
        SegmentChange(StepSettings settings, Collection<Running> scenarios, Stores tx, Instant now, ContactId contact) {
            this.settings = settings;
            this.scenarios = scenarios;
            this.tx = tx;
            this.now = now;
            this.contact = contact;
            Facts facts = new Facts(tx, settings.engine(), now);
            for (Running running : scenarios) {
                for (Trigger trigger : running.scenario().entry().triggers()) {
                    if (trigger instanceof Trigger.SegmentEntered entered) {
                        before.put(entered.segment(), facts.inSegment(contact, entered.segment()));
                    } else if (trigger instanceof Trigger.SegmentLeft left) {
                        before.put(left.segment(), facts.inSegment(contact, left.segment()));
                    }
                }
            }
        }

        /** Fires the triggers of those that were entered or left since. */
        void fire() {
            Facts facts = new Facts(tx, settings.engine(), now);
            for (Running running : scenarios) {
                for (Trigger trigger : running.scenario().entry().triggers()) {
                    boolean fires = trigger instanceof Trigger.SegmentEntered entered
                            ? !was(entered.segment()) && facts.inSegment(contact, entered.segment())
                            : trigger instanceof Trigger.SegmentLeft left
                                    && was(left.segment())
                                    && !facts.inSegment(contact, left.segment());
                    if (fires) {
                        EventTurn.fire(settings, running, tx, contact, now);
                        break;
                    }
                }
            }
        }

        private boolean was(String segment) {
            return before.getOrDefault(segment, false);
        }
    }
}
