package dev.hato.step;

import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.event.ContactEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether an enrolment has to end, and why: goals are asked before exits.
 *
 * @param status as what it ends
 * @param why the goal or exit in words
 */
record Exits(EnrolmentStatus status, String why) {
    /** Returns what ends the enrolment as everything stands at this moment, or null if nothing does. */
    static @Nullable Exits now(
            Running running,
            Enrolment enrolment,
            Facts facts,
            Map<ContactId, Subscription> subscriptions,
            Instant now) {
        for (Exit goal : running.scenario().goals()) {
            if (holds(goal, enrolment, facts, subscriptions, now)) {
                return new Exits(EnrolmentStatus.GOAL_REACHED, "goal: " + goal);
            }
        }
        for (Exit exit : running.scenario().exits()) {
            if (holds(exit, enrolment, facts, subscriptions, now)) {
                return new Exits(EnrolmentStatus.EXITED, "exit: " + exit);
            }
        }
        return null;
    }

    /** Names what {@link #now} will ask. */
    static void expect(Running running, Enrolment enrolment, Facts facts) {
        running.scenario().goals().forEach(goal -> expect(goal, enrolment, facts));
        running.scenario().exits().forEach(exit -> expect(exit, enrolment, facts));
    }

    private static void expect(Exit exit, Enrolment enrolment, Facts facts) {
        if (exit instanceof Exit.EventHappened happened) {
            facts.expect(enrolment, happened.event());
        } else if (exit instanceof Exit.SegmentLeft left) {
            facts.expectSegment(enrolment.key().contact(), left.segment());
        } else if (exit instanceof Exit.ConditionMet met) {
            facts.expect(enrolment.key().contact(), met.condition());
        }
    }

    /** Returns what ends the enrolment because of this event, or null if nothing does. */
    static @Nullable Exits on(Running running, Enrolment enrolment, ContactEvent event, Facts facts) {
        if (event.at().isBefore(enrolment.times().enrolled())) {
            return null;
        }
        for (Exit goal : running.scenario().goals()) {
            if (goal instanceof Exit.EventHappened happened && facts.matches(happened.event(), event)) {
                return new Exits(EnrolmentStatus.GOAL_REACHED, "goal: " + goal);
            }
        }
        for (Exit exit : running.scenario().exits()) {
            if (exit instanceof Exit.EventHappened happened && facts.matches(happened.event(), event)) {
                return new Exits(EnrolmentStatus.EXITED, "exit: " + exit);
            }
        }
        return null;
    }

    private static boolean holds(
            Exit exit, Enrolment enrolment, Facts facts, Map<ContactId, Subscription> subscriptions, Instant now) {
        ContactId contact = enrolment.key().contact();
        if (exit instanceof Exit.EventHappened happened) {
            return facts.happened(enrolment, happened.event(), now);
        }
        if (exit instanceof Exit.SegmentLeft left) {
            return !facts.inSegment(contact, left.segment());
        }
        if (exit instanceof Exit.ConditionMet met) {
            return facts.holds(contact, met.condition());
        }
        Subscription subscription = subscriptions.get(contact);
        return subscription != null
                && (subscription.status() == SubscriptionStatus.STOPPED
                        || subscription.status() == SubscriptionStatus.BANNED);
    }
}
