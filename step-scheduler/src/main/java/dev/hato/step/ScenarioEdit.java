package dev.hato.step;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.step.Advance.Skip;
import dev.hato.step.EditEffect.Kind;
import dev.hato.step.EnrolmentState.Passed;
import dev.hato.step.EnrolmentState.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An edit of a live scenario: what it does to each enrolment, as a pure function, so that it can be planned before it
 * is
 * applied.
 *
 * <ul>
 *   <li>What was done is never done again: steps are known by their keys, wherever they are moved.
 *   <li>A step that was moved into the past is skipped.
 *   <li>A removed step passes those who wait for it to the next; where none is left, the enrolment completes.
 *   <li>A skipped step that is moved back into the future comes again, and a step added at the end of a completed
 *       enrolment resumes it.
 *   <li>A step added further up is for those who have passed no step below it; a branch that is behind them is not gone
 *       through again.
 *   <li>Ended enrolments stay ended; paused ones are seen as if they went on now.
 * </ul>
 *
 * <p>Immutable and thread-safe.
 */
final class ScenarioEdit {
    private final Scenario before;
    private final Scenario after;
    private final Course course;
    private final Occurrences occurrences;

    private ScenarioEdit(Scenario before, Scenario after, HolidayCalendar holidays) {
        this.before = before;
        this.after = after;
        this.course = new Course(after, holidays);
        this.occurrences = Occurrences.with(holidays);
    }

    /**
     * Returns the edit that makes the one version of a scenario the other.
     *
     * @throws IllegalArgumentException if the two have different names
     */
    public static ScenarioEdit of(Scenario before, Scenario after, HolidayCalendar holidays) {
        if (!before.name().equals(after.name())) {
            throw new IllegalArgumentException("Scenario " + Names.quote(after.name()) + " is no version of "
                    + Names.quote(before.name()) + "; an edit keeps the name.");
        }
        return new ScenarioEdit(before, after, holidays);
    }

    /** Returns what the edit does to an enrolment of the version before, now. */
    public EditEffect effect(EnrolmentState state, Instant now) {
        if (state.status() == Status.EXITED) {
            return new EditEffect(Kind.UNCHANGED, standing(state), List.of(), Set.of());
        }
        List<Skip> skips = new ArrayList<>();
        Set<String> revived = revived(state, now);
        Position position = position(without(state, revived), revived, now, skips);
        return new EditEffect(kind(state, position, skips, revived), position, skips, revived);
    }

    /** Returns whether the edit has the contact mailed by this moment, for a plan that counts such. */
    public boolean mails(EditEffect effect, Instant by) {
        return effect.position() instanceof Position.Waiting waiting
                && !waiting.due().isAfter(by)
                && after.step(waiting.step())
                        .filter(step -> step.action() instanceof Action.SendMail)
                        .isPresent();
    }

    private static Position standing(EnrolmentState state) {
        if (state.waiting() != null) {
            return state.waiting();
        }
        String stuck = state.stuckAt();
        return stuck == null
                ? new Position.Completed()
                : new Position.Stuck(stuck, Unscheduled.ANCHOR_MISSING, "The step has had no time so far.");
    }

    private static Kind kind(EnrolmentState state, Position position, List<Skip> skips, Set<String> revived) {
        if (position instanceof Position.Completed) {
            return state.status() == Status.COMPLETED ? Kind.UNCHANGED : Kind.COMPLETED;
        }
        String step =
                position instanceof Position.Waiting waiting ? waiting.step() : ((Position.Stuck) position).step();
        if (state.status() == Status.COMPLETED || revived.contains(step)) {
            return Kind.RESUMED;
        }
        if (position instanceof Position.Stuck) {
            return step.equals(state.stuckAt()) ? Kind.UNCHANGED : Kind.UNSCHEDULED;
        }
        if (position.equals(state.waiting())) {
            return Kind.UNCHANGED;
        }
        boolean skipped = skips.stream().anyMatch(skip -> skip.step().equals(state.step()));
        return skipped ? Kind.SKIPPED : Kind.MOVED;
    }

    private Set<String> revived(EnrolmentState state, Instant now) {
        Set<String> revived = new LinkedHashSet<>();
        for (Step step : after.steps()) {
            if (state.passed().get(step.key()) == Passed.SKIPPED && isMovedToTheFuture(step, state, now)) {
                revived.add(step.key());
            }
        }
        return revived;
    }

    private static EnrolmentState without(EnrolmentState state, Set<String> revived) {
        Map<String, Passed> passed = new LinkedHashMap<>(state.passed());
        passed.keySet().removeAll(revived);
        return new EnrolmentState(state.status(), passed, state.waiting(), state.stuckAt(), state.clock());
    }

    private Position position(EnrolmentState state, Set<String> revived, Instant now, List<Skip> skips) {
        List<Step> steps = after.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.timing().isYearly()) {
                return new YearlyEdit(before, after, occurrences).position(i, state, now, skips);
            }
            boolean comes = revived.contains(step.key()) || isAhead(i, state);
            if (!comes || state.passed().containsKey(step.key())) {
                continue;
            }
            Position position = step.key().equals(state.step())
                    ? waited(step, state, now, skips)
                    : course.plan(
                            step,
                            occurrences.first(step.timing(), state.clock()),
                            state.clock(),
                            Course.Seen.since(now, now),
                            skips);
            if (position != null) {
                return position;
            }
        }
        return new Position.Completed();
    }

    /** Returns where the step that is waited for leaves the enrolment now; null if it is skipped. */
    private @Nullable Position waited(Step step, EnrolmentState state, Instant now, List<Skip> skips) {
        Position.Waiting waiting = state.waiting();
        if (waiting != null && isTimedAsBefore(step)) {
            return waiting; // its lateness, if any, is the engine's and not the edit's
        }
        Occurrence occurrence = occurrences.first(step.timing(), state.clock());
        if (occurrence instanceof Occurrence.Due due && due.at().isBefore(now) && !step.isControl()) {
            skips.add(new Skip(step.key(), due.key(), Unscheduled.PAST_DUE));
            return null;
        }
        return course.plan(step, occurrence, state.clock(), Course.Seen.since(now, now), skips);
    }

    private boolean isTimedAsBefore(Step step) {
        return before.step(step.key())
                .filter(old -> old.timing().equals(step.timing()))
                .isPresent();
    }

    private boolean isMovedToTheFuture(Step step, EnrolmentState state, Instant now) {
        return !isTimedAsBefore(step)
                && occurrences.first(step.timing(), state.clock()) instanceof Occurrence.Due due
                && !due.at().isBefore(now);
    }

    /** Returns whether the enrolment comes to the step, which it has not passed, on its way from where it stands. */
    private boolean isAhead(int position, EnrolmentState state) {
        return before.position(after.steps().get(position).key()) >= standsAt(state) || isPutAhead(position, state);
    }

    /** Returns the position, in the version before, at which the enrolment stands; behind the end if it completed. */
    private int standsAt(EnrolmentState state) {
        String step = state.step();
        int position = step == null ? -1 : before.position(step);
        return position < 0 ? before.steps().size() : position;
    }

    /**
     * Returns whether who stands here comes to a step that was added, or moved from behind them: nothing below it is
     * passed, and the step above it leads on to it.
     */
    private boolean isPutAhead(int position, EnrolmentState state) {
        List<Step> steps = after.steps();
        boolean isPast = steps.subList(position + 1, steps.size()).stream()
                .anyMatch(step -> state.passed().containsKey(step.key()));
        if (isPast || position == 0) {
            return !isPast;
        }
        Step above = steps.get(position - 1);
        if (!state.passed().containsKey(above.key())) {
            return isAhead(position - 1, state);
        }
        return !above.isControl() || before.position(above.key()) + 1 == standsAt(state);
    }
}
