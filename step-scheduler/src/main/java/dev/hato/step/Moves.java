package dev.hato.step;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.ContactZone;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.EnrolmentTimes;
import dev.hato.enrolment.Standing;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How enrolments move on: from a step that is done, or passed by, to the next.
 *
 * @param settings what the scheduler works with
 * @param running their scenario
 * @param now the time
 * @param queued whether the step that is done had to wait for the scenario's pace
 */
record Moves(StepSettings settings, Running running, Instant now, boolean queued) {
    Moves(StepSettings settings, Running running, Instant now) {
        this(settings, running, now, false);
    }

    /** Returns a new enrolment's first standing, with what was left out on the way to it. */
    Enrolment begin(EnrolmentKey key, Contact contact, Entrance.Start start) {
        return begin(key, settings.clock(contact, EnrolmentTimes.of(start.at())), start);
    }

    /**
     * Returns a new enrolment as everybody's begins now but for the contact; null where it depends on a contact's own dates
     * or zone.
     */
    @Nullable Enrolment beginAlike() {
        ContactZone zones = settings.clocks().zones();
        EnrolmentClock clock = EnrolmentClock.of(zones.engine(), AttributeMap.empty(), now);
        Enrolment begun = begin(
                new EnrolmentKey(running.name(), ContactId.of("everybody"), 1), clock, new Entrance.Start(now, "", ""));
        for (Step step : running.scenario().steps()) {
            Timing timing = step.timing();
            boolean timed = timing.at() != null
                    || !timing.offset().period().isZero()
                    || timing.shift() != BusinessDayShift.NONE;
            if (timing.anchor() instanceof Anchor.AnchorDate || (timed && zones.attribute() != null)) {
                return null;
            }
            if (step.key().equals(begun.standing().step())) {
                return begun;
            }
        }
        return begun;
    }

    private Enrolment begin(EnrolmentKey key, EnrolmentClock clock, Entrance.Start start) {
        Instant enrolled = clock.enrolled();
        Advance advance = running.course().begin(clock, now);
        Enrolment begun = Enrolment.begin(key, running.version(), standing(advance.position()), enrolled);
        List<StepRecord> history = new ArrayList<>(
                Entrance.started(running.scenario().steps().get(0).key(), start, now));
        history.addAll(skips(advance));
        return new Enrolment(key, begun.course(), begun.standing(), EnrolmentTimes.of(enrolled), history, null);
    }

    /** Returns the enrolment after its step, of which this became. */
    Enrolment after(Enrolment enrolment, Contact contact, Outcome outcome, String reason) {
        Standing at = enrolment.standing();
        String step = Objects.requireNonNull(at.step());
        EnrolmentTimes times = enrolment.times().afterStep(now, at.late() && outcome == Outcome.MAILED);
        Advance advance = running.course()
                .after(turn(enrolment, contact), settings.clock(contact, times), passed(enrolment), now);
        return moved(enrolment, advance, times, new StepRecord(step, at.occurrence(), outcome, now, reason));
    }

    /** Returns the enrolment after a step that led it to another. */
    Enrolment to(Enrolment enrolment, Contact contact, String target, String reason) {
        Standing at = enrolment.standing();
        EnrolmentTimes times = enrolment.times().afterStep(now, false);
        Advance advance = running.course()
                .led(turn(enrolment, contact), target, settings.clock(contact, times), passed(enrolment), now);
        StepRecord record =
                new StepRecord(Objects.requireNonNull(at.step()), at.occurrence(), Outcome.PASSED, now, reason);
        return moved(enrolment, advance, times, record);
    }

    /** Returns the enrolment's step and when its turn was, before a failed attempt, quiet hours or a cap held it up. */
    private Course.Done turn(Enrolment enrolment, Contact contact) {
        Standing at = enrolment.standing();
        String step = Objects.requireNonNull(at.step());
        Instant due = at.due() == null ? now : at.due();
        Instant first = running.scenario()
                .step(step)
                .flatMap(known -> running.course().nominal(known, settings.clock(contact, enrolment.times())))
                .filter(due::isAfter)
                .orElse(due);
        Instant held = isHeld(at, step) ? due : first;
        return new Course.Done(
                new Position.Waiting(step, first, at.occurrence(), at.late()),
                queued && !at.late() && held.isBefore(now) ? now : held);
    }

    /** What waits for longer than its own time and is not made up for was held back by quiet hours or a cap. */
    private boolean isHeld(Standing at, String step) {
        return at.status() == EnrolmentStatus.WAITING
                && !at.late()
                && running.scenario()
                        .step(step)
                        .filter(known -> !known.isControl())
                        .isPresent();
    }

    /** Returns the enrolment at its own step, of which the time is reckoned again. */
    Enrolment again(Enrolment enrolment, Contact contact, EnrolmentTimes times, StepRecord note) {
        String step = Objects.requireNonNull(enrolment.standing().step());
        return moved(enrolment, at(step, enrolment, contact, times), times, note);
    }

    /** Returns an enrolment that was stopped, going on with the step at which it was. */
    Enrolment reopen(Enrolment enrolment, Contact contact) {
        List<StepRecord> history = enrolment.history();
        String step = running.scenario().steps().get(0).key();
        for (StepRecord record : history) {
            if (running.scenario().position(record.step()) >= 0) {
                step = record.step(); // the last one is that at which it was stopped
            }
        }
        Advance advance = at(step, enrolment, contact, enrolment.times());
        StepRecord note = new StepRecord(step, "", Outcome.PASSED, now, "continued");
        return moved(enrolment, advance, enrolment.times(), note).by(running.version());
    }

    /** Returns where the enrolment stands that goes to this step; at a yearly one, it waits for the next time. */
    private Advance at(String step, Enrolment enrolment, Contact contact, EnrolmentTimes times) {
        EnrolmentClock clock = settings.clock(contact, times);
        return running.step(step).timing().isYearly()
                ? running.course().after(new Position.Waiting(step, now, "", false), clock, passed(enrolment), now)
                : running.course().at(step, clock, passed(enrolment), now);
    }

    /** Returns an enrolment of an earlier version, at the same step of this one, or at the first that is not done. */
    Enrolment caughtUp(Enrolment enrolment, Contact contact) {
        String step = Objects.requireNonNull(enrolment.standing().step());
        if (running.scenario().position(step) >= 0) {
            return enrolment.to(enrolment.standing()).by(running.version());
        }
        String first = running.scenario().steps().get(0).key();
        Advance advance =
                running.course().at(first, settings.clock(contact, enrolment.times()), passed(enrolment), now);
        StepRecord note = new StepRecord(step, "", Outcome.PASSED, now, "continued");
        return moved(enrolment, advance, enrolment.times(), note).by(running.version());
    }

    /** Returns the enrolment, ended. */
    Enrolment end(Enrolment enrolment, EnrolmentStatus status, String detail) {
        String step = Objects.requireNonNull(enrolment.standing().step());
        Outcome outcome = status == EnrolmentStatus.COMPLETED ? Outcome.PASSED : Outcome.SKIPPED;
        StepRecord record = new StepRecord(step, enrolment.standing().occurrence(), outcome, now, status.name());
        return enrolment.to(Standing.ended(status, detail), enrolment.times(), List.of(record));
    }

    private Enrolment moved(Enrolment enrolment, Advance advance, EnrolmentTimes times, StepRecord record) {
        List<StepRecord> records = List.of(record);
        if (!advance.skips().isEmpty()) {
            records = new ArrayList<>(records);
            records.addAll(skips(advance));
        }
        return enrolment.to(standing(advance.position()), times, records);
    }

    /** Returns the steps that are not done again: those that were mailed or done in this enrolment. */
    private Set<String> passed(Enrolment enrolment) {
        Set<String> passed = new HashSet<>();
        for (StepRecord record : enrolment.history()) {
            boolean done = record.outcome() == Outcome.MAILED || record.outcome() == Outcome.DONE;
            if (done && record.occurrence().isEmpty()) {
                passed.add(record.step());
            }
        }
        return passed;
    }

    private List<StepRecord> skips(Advance advance) {
        return advance.skips().stream()
                .map(skip -> new StepRecord(
                        skip.step(),
                        skip.occurrence(),
                        Outcome.SKIPPED,
                        now,
                        skip.reason().name()))
                .toList();
    }

    static Standing standing(Position position) {
        if (position instanceof Position.Waiting waiting) {
            return Standing.waiting(waiting.step(), waiting.occurrence(), waiting.due(), waiting.late());
        }
        if (position instanceof Position.Stuck stuck) {
            return new Standing(
                    EnrolmentStatus.UNSCHEDULED,
                    stuck.step(),
                    "",
                    null,
                    false,
                    stuck.reason() + ": " + stuck.message());
        }
        return Standing.ended(EnrolmentStatus.COMPLETED, "");
    }
}
