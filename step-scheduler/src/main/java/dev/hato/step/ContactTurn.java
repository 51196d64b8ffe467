package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.EditableContactStore;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a change of a contact's data does to scenarios, in the transaction that saves it. */
final class ContactTurn {
    private final StepSettings settings;
    private final Collection<Running> scenarios;
    private final Stores tx;
    private final Instant now;

    ContactTurn(StepSettings settings, Collection<Running> scenarios, Stores tx, Instant now) {
        this.settings = settings;
        this.scenarios = scenarios;
        this.tx = tx;
        this.now = now;
    }

    void save(Contact contact) {
        if (!(tx.contacts() instanceof EditableContactStore editable)) {
            throw new IllegalStateException("The contacts cannot be written; change them where they are kept.");
        }
        Contact before = tx.contacts().find(contact.id()).orElse(null);
        EventTurn.SegmentChange segments = new EventTurn.SegmentChange(settings, scenarios, tx, now, contact.id());
        editable.save(contact);
        List<Enrolment> enrolments = tx.steps().of(List.of(contact.id()));
        for (Running running : scenarios) {
            reckon(running, enrolments, before, contact);
            boolean fires = running.scenario().entry().triggers().stream()
                    .anyMatch(trigger -> trigger instanceof Trigger.AttributeChanged changed
                            && !Objects.equals(
                                    before == null ? null : before.get(changed.attribute()),
                                    contact.get(changed.attribute())));
            if (fires) {
                EventTurn.fire(settings, running, tx, contact.id(), now);
            }
        }
        segments.fire();
    }

    /** Gives steps that count from a date their new time. */
    private void reckon(Running running, List<Enrolment> enrolments, @Nullable Contact before, Contact contact) {
        List<Enrolment> next = new ArrayList<>();
        for (Enrolment enrolment : enrolments) {
            if (enrolment.key().scenario().equals(running.name()) && isConcerned(running, enrolment, before, contact)) {
                Moves moves = new Moves(settings, running, now);
                Enrolment again =
                        moves.again(enrolment, contact, enrolment.times(), Entrance.note(enrolment, now, "continued"));
                next.add(
                        enrolment.standing().status() == EnrolmentStatus.PAUSED
                                ? again.standing(Stood.pause(again.standing()))
                                : again);
            }
        }
        Entrance.replace(tx, next);
    }

    private static boolean isConcerned(
            Running running, Enrolment enrolment, @Nullable Contact before, Contact contact) {
        Standing at = enrolment.standing();
        EnrolmentStatus status = Stood.of(enrolment).status();
        boolean waits = status == EnrolmentStatus.WAITING || status == EnrolmentStatus.UNSCHEDULED;
        String key = at.step();
        Step step = key == null ? null : running.scenario().step(key).orElse(null);
        return waits
                && step != null
                && step.timing().anchor() instanceof Anchor.AnchorDate date
                && !Objects.equals(before == null ? null : before.get(date.attribute()), contact.get(date.attribute()));
    }
}
