package dev.hato.step;

import java.time.Instant;

/** One time at which a step is due, or why there is none. */
public sealed interface Occurrence {
    /**
     * The step is due.
     *
     * @param at when
     * @param key which time: the year of the date for a yearly step, empty for the only time
     */
    record Due(Instant at, String key) implements Occurrence {}

    /**
     * The step has no time; it never means "now".
     *
     * @param reason why
     * @param message what is wrong and what to do, without personal data
     */
    record None(Unscheduled reason, String message) implements Occurrence {}
}
