package dev.hato.step;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.enrolment.Enrolment;
import dev.hato.segment.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trigger that time alone fires, as a question to the contacts: for whom did it fire between two moments?
 *
 * <p>The answer is reckoned from what is stored now, so that nothing has to be remembered of each contact. Thread-safe.
 */
interface Watch {
    /** Returns the words by which the first note of an enrolment tells what has started it; they identify the watch. */
    String name();

    /** Returns the first moment after this one at which a look can find somebody; {@link Instant#MAX} for never. */
    Instant next(Instant after);

    /** Returns from where a look begins that goes on where the last one ended. */
    default Instant from(Instant lookedUntil) {
        return lookedUntil;
    }

    /** Returns a look at what happened in {@code (from, to]}. */
    Look look(Instant from, Instant to);

    /** What is found between two moments. Used for one page of contacts. */
    interface Look {
        /** Returns what is true of all whom it finds, and of few others; null if it can find nobody. */
        @Nullable Condition candidates();

        /** Returns when it fired for a candidate; empty if it did not. */
        Optional<Fired> fired(Stores tx, Contact contact);

        /** Returns whether the firing has been dealt with before, by what is known of the contact in the scenario. */
        boolean isKnown(Fired fired, List<Enrolment> enrolments);
    }

    /**
     * One firing.
     *
     * @param at when
     * @param occurrence which time, where it fires again and again; empty for segments
     */
    record Fired(Instant at, String occurrence) {}
}
