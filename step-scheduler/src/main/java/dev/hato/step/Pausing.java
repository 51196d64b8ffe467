package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.EnrolmentTimes;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StoredScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pauses and resumes: what counts from enrolment or from a step moves on by the paused span, dates stay. */
final class Pausing {
    private static final int PAGE = 500;

    private final StepSettings settings;
    private final Running running;

    Pausing(StepSettings settings, Running running) {
        this.settings = settings;
        this.running = running;
    }

    /** Pauses the contact's open enrolments, in a transaction, and returns how many were. */
    int pause(Stores tx, ContactId contact) {
        Instant now = settings.now();
        List<Enrolment> next = new ArrayList<>();
        for (Enrolment enrolment : tx.steps().of(List.of(contact))) {
            EnrolmentStatus status = enrolment.standing().status();
            if (isOurs(enrolment) && enrolment.isOpen() && status != EnrolmentStatus.PAUSED) {
                next.add(enrolment.to(
                        Stood.pause(enrolment.standing()),
                        enrolment.times().pausing(now),
                        List.of(Entrance.note(enrolment, now, "paused"))));
            }
        }
        return Entrance.replace(tx, next);
    }

    /** Resumes the contact's paused enrolments, in a transaction, and returns how many were. */
    int resume(Stores tx, ContactId id) {
        Instant now = settings.now();
        Contact contact = tx.contacts().find(id).orElse(null);
        List<Enrolment> next = new ArrayList<>();
        for (Enrolment enrolment : tx.steps().of(List.of(id))) {
            boolean paused = enrolment.standing().status() == EnrolmentStatus.PAUSED;
            if (isOurs(enrolment) && paused && contact != null) {
                Instant since = Objects.requireNonNull(enrolment.times().pausedAt());
                Instant all = stored().state().pausedAt();
                next.add(
                        all == null
                                ? resumed(tx, enrolment, contact, new Pause(since, now, null))
                                : restored(enrolment, new Pause(since, all, null), now));
            }
        }
        return Entrance.replace(tx, next);
    }

    /** Pauses the scenario for everybody; returns false if it was. */
    boolean pauseAll() {
        while (true) {
            StoredScenario stored = stored();
            if (stored.state().isPaused()) {
                return false;
            }
            if (settings.stores().steps().save(stored.paused(settings.now()))) {
                return true;
            }
        }
    }

    /**
     * Moves everybody on by the pause, page by page, and lets the scenario go on; returns false if it was not paused. Done
     * again after a crash, it moves only those that were not moved yet.
     */
    boolean resumeAll() {
        StoredScenario stored = stored();
        Instant since = stored.state().pausedAt();
        if (since == null) {
            return false;
        }
        Instant now = settings.now();
        EnrolmentKey after = null;
        while (true) {
            EnrolmentKey from = after;
            List<Enrolment> page = settings.stores().steps().page(running.name(), from, PAGE);
            if (page.isEmpty()) {
                break;
            }
            settings.stores().inTransaction(tx -> shift(tx, page, since, now));
            after = page.get(page.size() - 1).key();
        }
        while (!settings.stores().steps().save(stored().paused(null))) {
            // somebody else wrote the row at the same time: read it again
        }
        return true;
    }

    private int shift(Stores tx, List<Enrolment> page, Instant since, Instant now) {
        Map<ContactId, Contact> contacts = tx.contacts()
                .findAll(page.stream()
                        .map(enrolment -> enrolment.key().contact())
                        .toList());
        List<Enrolment> next = new ArrayList<>();
        for (Enrolment enrolment : page) {
            Contact contact = contacts.get(enrolment.key().contact());
            EnrolmentStatus status = enrolment.standing().status();
            boolean moves = enrolment.isOpen() && status != EnrolmentStatus.ACTING;
            if (moves && contact != null && !since.equals(enrolment.times().pauseSeen())) {
                Instant enrolled = enrolment.times().enrolled();
                Instant from = enrolled.isAfter(since) ? enrolled : since;
                Instant own =
                        status == EnrolmentStatus.PAUSED ? enrolment.times().pausedAt() : null;
                next.add(
                        own == null
                                ? resumed(tx, enrolment, contact, new Pause(from, now, since))
                                : still(enrolment, new Pause(from, own, since)));
            }
        }
        return Entrance.replace(tx, next);
    }

    /**
     * A pause.
     *
     * @param scenario when the scenario's pause began that it is, or null
     */
    private record Pause(Instant from, Instant to, @Nullable Instant scenario) {
        Duration span() {
            return from.isBefore(to) ? Duration.between(from, to) : Duration.ZERO;
        }
    }

    private Enrolment resumed(Stores tx, Enrolment enrolment, Contact contact, Pause pause) {
        Instant now = pause.to();
        EnrolmentTimes times = enrolment.times().afterPause(pause.span(), pause.scenario());
        Moves moves = new Moves(settings, running, now);
        StepRecord note = Entrance.note(enrolment, now, "resumed");
        Stood stood = Stood.of(enrolment);
        Instant due = stood.due();
        boolean awaiting = stood.isAwaiting();
        if (due != null && (awaiting || isAnchored(enrolment))) {
            EnrolmentStatus status = awaiting ? EnrolmentStatus.AWAITING_EVENT : EnrolmentStatus.WAITING;
            Enrolment again = enrolment.to(
                    enrolment.standing().to(status, awaiting ? due.plus(pause.span()) : due, ""), times, List.of(note));
            return awaiting ? notified(tx, moves, enrolment, again, contact) : again;
        }
        return moves.again(enrolment, contact, times, note);
    }

    /** Returns the enrolment past its wait if the event came during the pause, which was that one before. */
    private Enrolment notified(Stores tx, Moves moves, Enrolment before, Enrolment enrolment, Contact contact) {
        Step step = running.step(Objects.requireNonNull(enrolment.standing().step()));
        if (!(step.action() instanceof Action.WaitFor wait)) {
            return enrolment;
        }
        Facts facts = new Facts(tx, settings.engine(), moves.now());
        facts.expect(enrolment, wait.event());
        if (!facts.happened(enrolment, wait.event(), moves.now())) {
            return enrolment;
        }
        Enrolment same = new Enrolment(
                before.key(), before.course(), enrolment.standing(), enrolment.times(), enrolment.history(), null);
        return StepTurn.way(moves, same, contact, wait.onEvent(), "EVENT");
    }

    /** Returns an enrolment whose own pause ends within the scenario's: as it stood, to move on with all others. */
    private Enrolment restored(Enrolment enrolment, Pause pause, Instant now) {
        Stood stood = Stood.of(enrolment);
        return enrolment.to(
                enrolment.standing().to(stood.status(), moved(enrolment, stood, pause), ""),
                enrolment.times().afterPause(pause.span(), null),
                List.of(Entrance.note(enrolment, now, "resumed")));
    }

    /** Returns an enrolment whose own pause goes on: the scenario's counts up to where its own began. */
    private Enrolment still(Enrolment enrolment, Pause pause) {
        Stood stood = Stood.of(enrolment);
        return enrolment.to(
                new Stood(stood.status(), moved(enrolment, stood, pause)).paused(enrolment.standing()),
                enrolment.times().afterPause(pause.span(), pause.scenario()).pausing(pause.to()),
                List.of());
    }

    private @Nullable Instant moved(Enrolment enrolment, Stood stood, Pause pause) {
        Instant due = stood.due();
        return due == null || (isAnchored(enrolment) && !stood.isAwaiting()) ? due : due.plus(pause.span());
    }

    private boolean isAnchored(Enrolment enrolment) {
        return running.scenario()
                .step(Objects.requireNonNull(enrolment.standing().step()))
                .filter(step -> step.timing().anchor() instanceof Anchor.AnchorDate)
                .isPresent();
    }

    private boolean isOurs(Enrolment enrolment) {
        return enrolment.key().scenario().equals(running.name());
    }

    private StoredScenario stored() {
        return settings.stores()
                .steps()
                .scenario(running.name())
                .orElseThrow(() -> new IllegalStateException(
                        "Scenario " + Names.quote(running.name()) + " is not in the store any more."));
    }
}
