package dev.hato.step;

import dev.hato.contact.Contact;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an edit does to those who wait for an event at a step that stays: another length counts from when they began to
 * wait, and for another event they are seen anew, as it may have happened.
 *
 * @param settings what the scheduler works with
 * @param before the version in force
 * @param after the version that follows
 * @param paused for how long they have been paused now
 */
record Waits(StepSettings settings, Running before, Running after, Duration paused) {
    /** Returns where the enrolment stands, which waits for an event, or has waited when it was paused. */
    Standing changed(Enrolment enrolment, Contact contact) {
        Standing at = enrolment.standing();
        Action.WaitFor was = wait(before, enrolment);
        Action.WaitFor is = wait(after, enrolment);
        if (was == null || is == null || (is.event().equals(was.event()) && Objects.equals(is.upTo(), was.upTo()))) {
            return at;
        }
        Instant begun = begun(enrolment, contact);
        Stood next = is.event().equals(was.event())
                ? new Stood(
                        EnrolmentStatus.AWAITING_EVENT,
                        is.deadline(
                                        begun,
                                        settings.zone(contact),
                                        settings.clocks().holidays())
                                .minus(paused))
                : new Stood(EnrolmentStatus.WAITING, begun.minus(paused));
        return at.status() == EnrolmentStatus.PAUSED ? next.paused(at) : at.to(next.status(), next.due(), "");
    }

    /** Returns since when it has waited, by its own clock. */
    private Instant begun(Enrolment enrolment, Contact contact) {
        EnrolmentClock clock = settings.clock(contact, enrolment.times().afterPause(paused, null));
        Step step = after.step(Objects.requireNonNull(enrolment.standing().step()));
        return after.course()
                .nominal(step, clock)
                .filter(clock.previous()::isBefore)
                .orElse(clock.previous());
    }

    /** Returns whether the end of its wait has the enrolment mailed by this moment. */
    boolean mails(Enrolment enrolment, Contact contact, Instant now, Instant by) {
        Instant deadline = enrolment.standing().due();
        Action.WaitFor wait = wait(after, enrolment);
        boolean awaits = enrolment.standing().status() == EnrolmentStatus.AWAITING_EVENT;
        if (!awaits || wait == null || deadline == null || deadline.isAfter(by)) {
            return false;
        }
        Moves moves = new Moves(settings, after, deadline.isBefore(now) ? now : deadline);
        Standing next = StepTurn.way(moves, enrolment, contact, wait.onDeadline(), "DEADLINE")
                .standing();
        Instant due = next.due();
        return due != null
                && !due.isAfter(by)
                && after.step(Objects.requireNonNull(next.step())).action() instanceof Action.SendMail;
    }

    private static Action.@Nullable WaitFor wait(Running running, Enrolment enrolment) {
        String key = Objects.requireNonNull(enrolment.standing().step());
        return running.scenario().step(key).map(Step::action).orElse(null) instanceof Action.WaitFor wait ? wait : null;
    }
}
