package dev.hato.step;

import dev.hato.segment.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who comes into a scenario, and how often.
 *
 * @param triggers what enrols a contact; without one, the host does
 * @param filter what must be true of a contact at enrolment and whenever a step is due, or null
 * @param reEnrolment what becomes of a contact that is enrolled already
 * @param suppression for how long after a trigger has fired it does not fire again for the same contact, or null
 * @param horizon how old an event may be and still fire, or null for any age
 */
public record Entry(
        List<Trigger> triggers,
        @Nullable Condition filter,
        ReEnrolment reEnrolment,
        @Nullable Duration suppression,
        @Nullable Duration horizon) {
    /** What a trigger does with what happened. */
    public enum Verdict {
        /** It fires. */
        FIRES,
        /** It has fired for the contact within the suppression span. */
        SUPPRESSED,
        /** What happened is older than the horizon: it is recorded and does not fire. */
        TOO_OLD
    }

    /** Entry by the host only. */
    public static final Entry BY_HOST = new Entry(List.of(), null, ReEnrolment.IGNORE, null, null);

    /** Copies the list and checks the spans. */
    public Entry {
        triggers = List.copyOf(triggers);
        Objects.requireNonNull(reEnrolment, "reEnrolment");
        if (suppression != null) {
            Lengths.require("Suppression span", suppression);
        }
        if (horizon != null) {
            Lengths.require("Horizon", horizon);
        }
    }

    /**
     * Returns what a trigger does; an event id that was processed before is the store's to refuse.
     *
     * @param at when it happened
     * @param now when it became known
     * @param lastFired when a trigger last fired for the contact; null if never
     */
    public Verdict judge(Instant at, Instant now, @Nullable Instant lastFired) {
        if (horizon != null && at.plus(horizon).isBefore(now)) {
            return Verdict.TOO_OLD;
        }
        boolean suppressed = suppression != null
                && lastFired != null
                && lastFired.plus(suppression).isAfter(at);
        return suppressed ? Verdict.SUPPRESSED : Verdict.FIRES;
    }
}
