package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.EnrolmentTimes;
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
                        enrolment.standing().to(EnrolmentStatus.PAUSED, null, stood(enrolment)),
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
                next.add(resumed(enrolment, contact, since, now, null));
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
            boolean moves = enrolment.isOpen() && status != EnrolmentStatus.PAUSED && status != EnrolmentStatus.ACTING;
            if (moves && contact != null && !since.equals(enrolment.times().pauseSeen())) {
                Instant enrolled = enrolment.times().enrolled();
                Instant from = enrolled.isAfter(since) ? enrolled : since;
                next.add(resumed(enrolment, contact, from, now, since));
            }
        }
        return Entrance.replace(tx, next);
    }

    private Enrolment resumed(
            Enrolment enrolment, Contact contact, Instant since, Instant now, @Nullable Instant scenarioPause) {
        Duration span = since.isBefore(now) ? Duration.between(since, now) : Duration.ZERO;
        EnrolmentTimes times = enrolment.times().afterPause(span, scenarioPause);
        Moves moves = new Moves(settings, running, now);
        String[] stood = stood(enrolment).split(" ", 2);
        Instant due = stood.length == 2 ? Instant.parse(stood[1]) : null;
        boolean awaiting = stood[0].equals(EnrolmentStatus.AWAITING_EVENT.name());
        if (due != null && (awaiting || isAnchored(enrolment))) {
            EnrolmentStatus status = awaiting ? EnrolmentStatus.AWAITING_EVENT : EnrolmentStatus.WAITING;
            return enrolment.to(
                    enrolment.standing().to(status, awaiting ? due.plus(span) : due, ""),
                    times,
                    List.of(Entrance.note(enrolment, now, "resumed")));
        }
        return moves.again(enrolment, contact, times, Entrance.note(enrolment, now, "resumed"));
    }

    /** Returns how the enrolment stands, or stood when it was paused: status and due moment. */
    private static String stood(Enrolment enrolment) {
        Instant due = enrolment.standing().due();
        EnrolmentStatus status = enrolment.standing().status();
        return status == EnrolmentStatus.PAUSED
                ? enrolment.standing().detail()
                : status.name() + (due == null ? "" : " " + due);
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
