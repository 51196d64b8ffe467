package dev.hato.step;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.step.Advance.Skip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way through a scenario: which step comes next, and when. A pure function; what is true of a contact when a step
 * is
 * due, and what a branch or a wait comes to, is the caller's to find out.
 *
 * <p>Steps come in their order. Yearly ones stand at the end and take turns by their dates, for ever. Immutable and
 * thread-safe.
 */
public final class Course {
    private final Scenario scenario;
    private final Occurrences occurrences;
    private final int firstYearly;

    /** Makes the course of a scenario, with these holidays. */
    public Course(Scenario scenario, HolidayCalendar holidays) {
        this.scenario = Objects.requireNonNull(scenario, "scenario");
        this.occurrences = Occurrences.with(holidays);
        int yearly = 0;
        while (yearly < scenario.steps().size()
                && !scenario.steps().get(yearly).timing().isYearly()) {
            yearly++;
        }
        this.firstYearly = yearly;
    }

    /** Returns where a new enrolment stands. */
    public Advance begin(EnrolmentClock clock, Instant now) {
        return from(0, clock, Set.of(), Seen.since(clock.previous(), now));
    }

    /**
     * Returns where an enrolment stands that goes to this step.
     *
     * @param passed the keys of steps that are not to be done again, and for yearly ones their
     *     turns, such as {@code wish@2027}; empty unless the scenario was edited
     */
    public Advance at(String step, EnrolmentClock clock, Set<String> passed, Instant now) {
        return from(require(step), clock, passed, Seen.since(clock.previous(), now));
    }

    /** Returns where an enrolment stands that this step has led to that one. */
    Advance led(Done by, String step, EnrolmentClock clock, Set<String> passed, Instant now) {
        return from(require(step), clock, passed, new Seen(turn(by.step(), clock), by.heldUntil(), now));
    }

    /**
     * A step that is done, or passed by.
     *
     * @param step the step, with the time that it was due
     * @param heldUntil when quiet hours or a cap that held it back let it go; its due without them
     */
    record Done(Position.Waiting step, Instant heldUntil) {}

    /** Returns when it was the step's turn; empty without a time. The clock is that before the step was done. */
    Optional<Instant> nominal(Step step, EnrolmentClock before) {
        return !step.timing().isYearly() && occurrences.first(step.timing(), before) instanceof Occurrence.Due due
                ? Optional.of(due.at())
                : Optional.empty();
    }

    /** Since when steps are in their turn, however long the one before took; one that was made up for ends it. */
    private static Instant turn(Position.Waiting done, EnrolmentClock clock) {
        return !done.late() && done.due().isBefore(clock.previous()) ? done.due() : clock.previous();
    }

    /**
     * Returns where an enrolment stands that has done this step, or passed it by. What was due since the step was is
     * not past due because the step itself took its time.
     *
     * @param done the step, with the time that it was due
     * @param passed the keys of steps that are not to be done again, and for yearly ones their
     *     turns, such as {@code wish@2027}; empty unless the scenario was edited
     */
    public Advance after(Position.Waiting done, EnrolmentClock clock, Set<String> passed, Instant now) {
        return after(new Done(done, done.due()), clock, passed, now);
    }

    /** Does the same for a step that may have been held back: what became due meanwhile was held back with it. */
    Advance after(Done done, EnrolmentClock clock, Set<String> passed, Instant now) {
        int position = require(done.step().step());
        Seen seen = new Seen(turn(done.step(), clock), done.heldUntil(), now);
        return position >= firstYearly
                ? yearly(new Last(done.step().due(), position), clock, passed, seen, new ArrayList<>())
                : from(position + 1, clock, passed, seen);
    }

    private int require(String step) {
        int position = scenario.position(step);
        if (position < 0) {
            throw new IllegalArgumentException("Scenario " + Names.quote(scenario.name()) + " has no step "
                    + Names.quote(step) + "; plan the edit that removed it.");
        }
        return position;
    }

    private Advance from(int start, EnrolmentClock clock, Set<String> passed, Seen seen) {
        List<Skip> skips = new ArrayList<>();
        for (int i = start; i < firstYearly; i++) {
            Step step = scenario.steps().get(i);
            if (!passed.contains(step.key())) {
                Position position = plan(step, occurrences.first(step.timing(), clock), clock, seen, skips);
                if (position != null) {
                    return new Advance(position, skips);
                }
            }
        }
        if (start > firstYearly) {
            return yearly(new Last(seen.now(), start - 1), clock, passed, seen, skips);
        }
        return firstYearly == scenario.steps().size()
                ? new Advance(new Position.Completed(), skips)
                : yearly(new Last(clock.enrolled(), firstYearly - 1), clock, passed, seen, skips);
    }

    /**
     * When a step is seen.
     *
     * @param from a step due before this is past due: the step above it was due later, or the step was added later
     * @param heldUntil a step due between the two was held back together with the step above it, and is due now
     * @param now a step due long before this is past due, too: nothing ran in time
     */
    record Seen(Instant from, Instant heldUntil, Instant now) {
        /** Returns the view of steps that nothing has held back. */
        static Seen since(Instant from, Instant now) {
            return new Seen(from, from, now);
        }

        /** Returns when the step's turn is. */
        Instant turn(Instant due) {
            return !due.isBefore(from) && due.isBefore(heldUntil) ? heldUntil : due;
        }
    }

    /** Returns where the step leaves an enrolment; null if it is left out, which is noted. */
    @Nullable Position plan(Step step, Occurrence occurrence, EnrolmentClock clock, Seen seen, List<Skip> skips) {
        if (occurrence instanceof Occurrence.None none) {
            if (none.reason() == Unscheduled.NO_BUSINESS_DAY || none.reason() == Unscheduled.OVER) {
                skips.add(new Skip(step.key(), "", none.reason()));
                return null;
            }
            return new Position.Stuck(step.key(), none.reason(), none.message());
        }
        Occurrence.Due due = (Occurrence.Due) occurrence;
        if (step.isControl()) {
            Instant at = due.at().isBefore(seen.now()) ? seen.now() : due.at();
            return new Position.Waiting(step.key(), at, due.key(), false);
        }
        PastDuePolicy policy = scenario.sending().pastDue();
        Instant turn = seen.turn(due.at());
        Optional<Instant> begin = turn.isBefore(seen.from())
                ? policy.begin(turn, seen.now(), clock.zone(), clock.caughtUp())
                : policy.claimed(turn, seen.now(), clock.zone(), clock.caughtUp());
        if (begin.isEmpty()) {
            skips.add(new Skip(step.key(), due.key(), Unscheduled.PAST_DUE));
            return null;
        }
        return new Position.Waiting(
                step.key(), begin.get(), due.key(), !begin.get().equals(turn));
    }

    /** The turn before: its instant and, for those at the same instant, its position. */
    private record Last(Instant instant, int position) {}

    /** Returns the yearly step whose turn it is after this one. */
    private Advance yearly(Last before, EnrolmentClock clock, Set<String> passed, Seen seen, List<Skip> skips) {
        Last last = before;
        while (true) {
            Turn turn = turn(last, clock, passed);
            if (turn.position < 0) {
                return new Advance(turn.stuck == null ? new Position.Completed() : turn.stuck, skips);
            }
            Position planned = plan(scenario.steps().get(turn.position), turn.due, clock, seen, skips);
            if (planned != null) {
                return new Advance(planned, skips);
            }
            last = new Last(turn.due.at(), turn.position);
        }
    }

    private Turn turn(Last last, EnrolmentClock clock, Set<String> passed) {
        Turn turn = new Turn();
        for (int i = firstYearly; i < scenario.steps().size(); i++) {
            Step step = scenario.steps().get(i);
            Instant from = i > last.position() ? last.instant() : last.instant().plusNanos(1);
            Occurrence occurrence = occurrences.from(step.timing(), clock, from);
            while (occurrence instanceof Occurrence.Due due
                    && passed.contains(EnrolmentState.turn(step.key(), due.key()))) {
                occurrence = occurrences.next(step.timing(), clock, due.at());
            }
            if (occurrence instanceof Occurrence.Due due) {
                if (turn.position < 0 || due.at().isBefore(turn.due.at())) {
                    turn.position = i;
                    turn.due = due;
                }
            } else if (turn.stuck == null && occurrence instanceof Occurrence.None none) {
                turn.stuck = none.reason() == Unscheduled.OVER
                        ? null
                        : new Position.Stuck(step.key(), none.reason(), none.message());
            }
        }
        return turn;
    }

    /** Whose turn it is among the yearly steps; the position is -1 if no step has a time. */
    private static final class Turn {
        private int position = -1;
        private Occurrence.Due due = new Occurrence.Due(Instant.MAX, "");
        private Position.@Nullable Stuck stuck;
    }
}
