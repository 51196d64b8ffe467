package dev.hato.step;

import dev.hato.segment.Condition;
import dev.hato.segment.Segment;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Refuses scenarios that could not be carried out: what is found when one is built is not found in the night. */
final class ScenarioCheck {
    private final String scenario;
    private final List<Step> steps;
    private final Map<String, Integer> positions = new HashMap<>();

    private ScenarioCheck(String scenario, List<Step> steps) {
        this.scenario = scenario;
        this.steps = steps;
    }

    static void check(String name, Entry entry, List<Step> steps, List<List<Exit>> ends) {
        ScenarioCheck check = new ScenarioCheck(name, steps);
        check.keys();
        check.steps.forEach(check::content);
        check.yearlyAtTheEnd();
        check.reachable();
        check.order();
        check.condition(null, entry.filter());
        for (List<Exit> exits : ends) {
            for (Exit exit : exits) {
                if (exit instanceof Exit.ConditionMet met) {
                    check.condition(null, met.condition());
                }
            }
        }
    }

    private ScenarioException error(@Nullable String step, String message) {
        return new ScenarioException(scenario, step, message, null);
    }

    private void keys() {
        if (steps.isEmpty()) {
            throw error(null, "it has no steps; add one with .step(key, when, what).");
        }
        for (int i = 0; i < steps.size(); i++) {
            String key = steps.get(i).key();
            if (positions.put(key, i) != null) {
                throw error(key, "the key is there twice; give each step a key of its own.");
            }
        }
    }

    private void content(Step step) {
        condition(step.key(), step.condition());
        if (step.timing().isYearly() && step.isControl()) {
            throw error(step.key(), "it leads the way and cannot come again every year; leave out .yearly().");
        }
        if (step.action() instanceof Action.Branch branch) {
            condition(step.key(), branch.test());
        }
        if (step.action() instanceof Action.WaitFor wait) {
            Offset upTo = wait.upTo();
            if (upTo == null) {
                throw error(
                        step.key(),
                        "it waits for " + wait.event() + " without an end; add a deadline, as in .upTo(days(5)).");
            }
            if (upTo.isZero() || upTo.isNegative()) {
                throw error(step.key(), "it waits up to " + upTo + ", which is over at once; give a time to come.");
            }
        }
        for (String target : targets(step)) {
            jump(step.key(), target);
        }
    }

    private void jump(String from, String target) {
        Integer to = positions.get(target);
        if (to == null) {
            throw error(
                    from,
                    "it goes to step " + Names.quote(target) + ", which is not there; the steps are "
                            + steps.stream().map(Step::key).toList() + ".");
        }
        if (to <= positions.getOrDefault(from, 0)) {
            throw error(
                    from,
                    "it goes back to step " + Names.quote(target)
                            + ": a loop; go to a later step, or let re-enrolment begin again.");
        }
    }

    private void condition(@Nullable String step, @Nullable Condition condition) {
        if (condition != null) {
            try {
                Segment.of("condition", condition);
            } catch (IllegalArgumentException e) {
                throw new ScenarioException(
                        scenario,
                        step,
                        "its condition is nested more than " + Segment.MAX_DEPTH
                                + " deep; name parts of it as segments of their own.",
                        e);
            }
        }
    }

    private void yearlyAtTheEnd() {
        String yearly = null;
        for (Step step : steps) {
            if (yearly != null && !step.timing().isYearly()) {
                throw error(
                        step.key(),
                        "it is never reached: step " + Names.quote(yearly)
                                + " before it comes again every year and never ends; move it before that step.");
            }
            yearly = step.timing().isYearly() ? step.key() : yearly;
        }
    }

    private void reachable() {
        Set<Integer> seen = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int position = open.pop();
            if (position < steps.size() && seen.add(position)) {
                open.addAll(successors(position));
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!seen.contains(i)) {
                throw error(
                        steps.get(i).key(),
                        "it is never reached: step "
                                + Names.quote(steps.get(i - 1).key())
                                + " before it always leads elsewhere; go to it from a branch, or take it out.");
            }
        }
    }

    /** Finds the step that is due before the one which everybody who reaches it has waited for. */
    private void order() {
        Set<String> targets = new LinkedHashSet<>();
        steps.forEach(step -> targets.addAll(targets(step)));
        for (int i = 1; i < steps.size(); i++) {
            Step above = steps.get(i - 1);
            Step below = steps.get(i);
            boolean always = above.condition() == null && !above.isControl() && !targets.contains(below.key());
            if (always && isEarlier(below.timing(), above.timing())) {
                throw error(
                        below.key(),
                        "it is due before step " + Names.quote(above.key())
                                + " above it, and would always be past due; move it up.");
            }
        }
    }

    private static boolean isEarlier(Timing below, Timing above) {
        Period first = below.offset().period();
        Period second = above.offset().period();
        boolean comparable = below.anchor().equals(above.anchor())
                && below.anchor() instanceof Anchor.Enrolled
                && below.offset().isOfDays()
                && above.offset().isOfDays()
                && first.toTotalMonths() == second.toTotalMonths();
        if (!comparable) {
            return false;
        }
        long days = first.get(ChronoUnit.DAYS) - second.get(ChronoUnit.DAYS);
        return days < 0
                || (days == 0
                        && below.at() != null
                        && above.at() != null
                        && below.at().isBefore(above.at()));
    }

    private List<Integer> successors(int position) {
        Step step = steps.get(position);
        List<Integer> successors = new ArrayList<>();
        targets(step).forEach(target -> successors.add(positions.getOrDefault(target, 0)));
        if (goesOn(step)) {
            successors.add(position + 1);
        }
        return successors;
    }

    /** Returns whether some contacts go on from the step to the one below it. */
    private static boolean goesOn(Step step) {
        if (step.condition() != null) {
            return true;
        }
        if (step.action() instanceof Action.Branch branch) {
            return branch.then() == null || branch.otherwise() == null;
        }
        if (step.action() instanceof Action.WaitFor wait) {
            return wait.onEvent() == null || wait.onDeadline() == null;
        }
        return !(step.action() instanceof Action.GoTo) && !(step.action() instanceof Action.End);
    }

    private static List<String> targets(Step step) {
        List<String> targets = new ArrayList<>();
        if (step.action() instanceof Action.Branch branch) {
            add(targets, branch.then());
            add(targets, branch.otherwise());
        } else if (step.action() instanceof Action.WaitFor wait) {
            add(targets, wait.onEvent());
            add(targets, wait.onDeadline());
        } else if (step.action() instanceof Action.GoTo jump) {
            targets.add(jump.step());
        }
        return targets;
    }

    private static void add(List<String> targets, @Nullable String target) {
        if (target != null) {
            targets.add(target);
        }
    }
}
