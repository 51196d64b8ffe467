package dev.hato.step;

import java.time.Duration;

/**
 * How many steps of one scenario begin at most in a span of time, on all nodes together: in no span of that length are
 * there more, by the nodes' clocks. What is due beyond that waits in its order. Waiting for the pace does not make a step
 * late, nor the steps that become due meanwhile: the {@link PastDuePolicy} asks how late it was when the queue began. Up to a sixtieth of the speed is left unused.
 *
 * @param steps the most
 * @param per the span, from a millisecond to a year
 */
public record Pace(int steps, Duration per) {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Checks both. */
    public Pace {
        if (steps < 1 || per.compareTo(SHORTEST) < 0 || per.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("Pace of " + steps + " steps in " + per
                    + "; give at least one step, and a time from a millisecond to a year.");
        }
    }

    /** Returns a pace by the second. */
    public static Pace perSecond(int steps) {
        return new Pace(steps, Duration.ofSeconds(1));
    }

    /** Returns a pace by the hour. */
    public static Pace perHour(int steps) {
        return new Pace(steps, Duration.ofHours(1));
    }

    /** Returns the words. */
    @Override
    public String toString() {
        return "at most " + steps + " steps in " + per;
    }
}
