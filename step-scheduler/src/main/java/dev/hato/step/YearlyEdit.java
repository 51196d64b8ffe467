package dev.hato.step;

import dev.hato.step.Advance.Skip;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whose turn it is among the yearly steps of an edited scenario. */
final class YearlyEdit {
    private final Scenario before;
    private final Scenario after;
    private final Occurrences occurrences;

    YearlyEdit(Scenario before, Scenario after, Occurrences occurrences) {
        this.before = before;
        this.after = after;
        this.occurrences = occurrences;
    }

    /**
     * Returns where the yearly steps from this position on leave the enrolment: at the turn that it waits for, unless
     * that
     * was moved or removed, or another comes before it.
     */
    Position position(int first, EnrolmentState state, Instant now, List<Skip> skips) {
        Position.Waiting earliest = null;
        Position.Stuck stuck = null;
        for (Step step : after.steps().subList(first, after.steps().size())) {
            Occurrence turn = turn(step, state, now, skips);
            if (turn instanceof Occurrence.Due due
                    && (earliest == null || due.at().isBefore(earliest.due()))) {
                earliest = new Position.Waiting(step.key(), due.at(), due.key(), false);
            } else if (turn instanceof Occurrence.None none && stuck == null && none.reason() != Unscheduled.OVER) {
                stuck = new Position.Stuck(step.key(), none.reason(), none.message());
            }
        }
        if (earliest != null) {
            Position.Waiting waiting = state.waiting();
            return waiting != null && isSameTurn(waiting, earliest) ? waiting : earliest;
        }
        return stuck == null ? new Position.Completed() : stuck;
    }

    /** A turn that is made up for keeps its mark. */
    private static boolean isSameTurn(Position.Waiting waiting, Position.Waiting turn) {
        return waiting.step().equals(turn.step())
                && waiting.occurrence().equals(turn.occurrence())
                && waiting.due().equals(turn.due());
    }

    private Occurrence turn(Step step, EnrolmentState state, Instant now, List<Skip> skips) {
        Position.Waiting waiting = state.waiting();
        Position.Waiting own = waiting != null
                        && waiting.step().equals(step.key())
                        && !waiting.occurrence().isEmpty()
                ? waiting
                : null;
        boolean unmoved = before.step(step.key())
                .filter(old -> old.timing().equals(step.timing()))
                .isPresent();
        if (own != null && unmoved) {
            return new Occurrence.Due(own.due(), own.occurrence());
        }
        if (own != null && isMovedIntoThePast(step, own, state, now)) {
            skips.add(new Skip(step.key(), own.occurrence(), Unscheduled.PAST_DUE));
        }
        boolean overdue = unmoved && waiting != null && waiting.due().isBefore(now);
        Instant from = waiting != null && overdue ? waiting.due() : now;
        Occurrence turn = occurrences.from(step.timing(), state.clock(), from);
        while (turn instanceof Occurrence.Due due
                && state.passed().containsKey(EnrolmentState.turn(step.key(), due.key()))) {
            turn = occurrences.next(step.timing(), state.clock(), due.at());
        }
        return turn;
    }

    /** Looks for the same year's turn, at most two years earlier. */
    private boolean isMovedIntoThePast(Step step, Position.Waiting own, EnrolmentState state, Instant now) {
        Occurrence turn =
                occurrences.from(step.timing(), state.clock(), own.due().minus(Duration.ofDays(2 * 366)));
        while (turn instanceof Occurrence.Due due
                && !due.key().equals(own.occurrence())
                && due.at().isBefore(now)) {
            turn = occurrences.next(step.timing(), state.clock(), due.at());
        }
        return turn instanceof Occurrence.Due due
                && due.key().equals(own.occurrence())
                && due.at().isBefore(now);
    }
}
