package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentClaim;
import dev.hato.enrolment.StepRecord.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The moment of truth of some enrolments: one transaction claims them, reads condition, goal and consent, plans their
 * mails and moves them on. Either all of that is there afterwards or nothing.
 *
 * <p>Used for one transaction.
 */
final class StepTurn {
    private final StepSettings settings;
    private final Map<String, Running> scenarios;
    private final Stores tx;
    private final Instant now;
    private final Pacing pacing;

    /**
     * A step that acts outside of the stores, and was recorded as begun.
     *
     * @param enrolment as it was written, under a lease
     * @param running its scenario
     * @param call what is to be done
     * @param queued whether it had to wait for the scenario's pace
     */
    record Begun(Enrolment enrolment, Running running, ActionHandler.Call call, boolean queued) {}

    /**
     * What one transaction did.
     *
     * @param done how many enrolments it has moved; 0 only where none was due
     * @param mailed how many mails it planned
     * @param begun what is to be done outside
     */
    record Result(int done, int mailed, List<Begun> begun) {}

    StepTurn(StepSettings settings, Map<String, Running> scenarios, Stores tx, Instant now) {
        this.settings = settings;
        this.scenarios = scenarios;
        this.tx = tx;
        this.now = now;
        this.pacing = new Pacing(tx, now);
    }

    /** Claims up to so many enrolments and does what is due, of the scenarios with the highest priority first. */
    Result take(String owner, int limit) {
        List<Enrolment> left = claim(owner, limit);
        left.sort(Comparator.comparingInt(
                enrolment -> -running(enrolment).scenario().sending().priority()));
        int done = 0;
        int mailed = 0;
        List<Begun> begun = new ArrayList<>();
        while (!left.isEmpty()) {
            // One enrolment a contact at a time: what a step writes of its contact, the next one reads.
            Set<ContactId> taken = new HashSet<>();
            List<Enrolment> wave = new ArrayList<>(left.size());
            List<Enrolment> rest = new ArrayList<>();
            for (Enrolment enrolment : left) {
                (taken.add(enrolment.key().contact()) ? wave : rest).add(enrolment);
            }
            StepWave steps = new StepWave(settings, tx, now, pacing, begun);
            for (Enrolment enrolment : wave) {
                steps.add(enrolment, running(enrolment));
            }
            StepWave.Result result = steps.take();
            done += result.done();
            mailed += result.mailed();
            left = rest;
        }
        return new Result(done, mailed, begun);
    }

    /** Claims what is due of scenarios without a pace, and of each other as much as its pace allows. */
    private List<Enrolment> claim(String owner, int limit) {
        List<Enrolment> claimed = new ArrayList<>();
        Set<String> free = new LinkedHashSet<>();
        for (Running running : scenarios.values()) {
            if (running.scenario().sending().pace() == null) {
                free.add(running.name());
                continue;
            }
            int allowance = pacing.allowance(running);
            if (allowance > 0) {
                List<Enrolment> some = claim(owner, Math.min(limit, allowance), Set.of(running.name()));
                pacing.begin(running, some.size(), some.size() == allowance);
                claimed.addAll(some);
            }
        }
        if (!free.isEmpty()) {
            claimed.addAll(claim(owner, limit, free));
        }
        return claimed;
    }

    private List<Enrolment> claim(String owner, int limit, Set<String> of) {
        return tx.steps().claim(new EnrolmentClaim(owner, now, now.plus(settings.lease()), limit, of));
    }

    private Running running(Enrolment enrolment) {
        return Objects.requireNonNull(scenarios.get(enrolment.key().scenario()));
    }

    /** Returns the enrolment on its way to the step, or to the next one with null. */
    static Enrolment way(Moves moves, Enrolment enrolment, Contact contact, @Nullable String target, String reason) {
        return target == null
                ? moves.after(enrolment, contact, Outcome.PASSED, reason)
                : moves.to(enrolment, contact, target, reason);
    }

    /** Returns whether the action is done outside of the stores. */
    static boolean isOutside(Action action) {
        return action instanceof Action.CallWebhook
                || action instanceof Action.NotifyStaff
                || action instanceof Action.HandOver
                || action instanceof Action.Host;
    }
}
