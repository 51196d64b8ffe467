package dev.hato.step;

import dev.hato.calendar.LocalTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a step that is past due when it is seen: added late, met after a late enrolment, or found after a
 * time
 * during which nothing ran. Never a burst: of several, a contact gets one a day at most.
 */
public sealed interface PastDuePolicy {
    /** How late a step that was waited for may begin and still be in time: the engine was busy, or restarted. */
    Duration PUNCTUAL = Duration.ofHours(1);

    /** Returns the policy that leaves it out. */
    static PastDuePolicy skip() {
        return new Skip();
    }

    /** Returns the policy that does it at once if it is no later than this, and leaves it out otherwise. */
    static PastDuePolicy sendWithin(Duration grace) {
        return new SendWithin(grace);
    }

    /** Returns the policy that makes up for steps of the last days, one a day. */
    static PastDuePolicy backfill(int days) {
        return new Backfill(days);
    }

    /**
     * Returns when a step begins that was due before now; empty if it is left out.
     *
     * @param due when it was due, before {@code now}
     * @param now when it is seen
     * @param zone the contact's, whose days count
     * @param caughtUp when the contact's last step began that was past due; null if none did
     */
    Optional<Instant> begin(Instant due, Instant now, ZoneId zone, @Nullable Instant caughtUp);

    /**
     * Returns when a step begins whose due was still to come when it was planned: when it is due, and that may be past
     * by
     * {@link #PUNCTUAL} under any policy.
     */
    default Optional<Instant> claimed(Instant due, Instant now, ZoneId zone, @Nullable Instant caughtUp) {
        return due.plus(PUNCTUAL).isBefore(now) ? begin(due, now, zone, caughtUp) : Optional.of(due);
    }

    private static boolean caughtUpToday(Instant now, ZoneId zone, @Nullable Instant caughtUp) {
        return caughtUp != null && !LocalDate.ofInstant(caughtUp, zone).isBefore(LocalDate.ofInstant(now, zone));
    }

    /** It is left out. */
    record Skip() implements PastDuePolicy {
        @Override
        public Optional<Instant> begin(Instant due, Instant now, ZoneId zone, @Nullable Instant caughtUp) {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "skip";
        }
    }

    /**
     * It is done at once if it is not too late, and if it is the day's first.
     *
     * @param grace how late it may be
     */
    record SendWithin(Duration grace) implements PastDuePolicy {
        /** Checks the grace. */
        public SendWithin {
            if (grace.isNegative() || grace.isZero()) {
                throw new IllegalArgumentException("Grace is " + grace + "; give a time, or use skip().");
            }
            Lengths.require("Grace", grace);
        }

        @Override
        public Optional<Instant> begin(Instant due, Instant now, ZoneId zone, @Nullable Instant caughtUp) {
            boolean inTime = !due.plus(grace).isBefore(now);
            return inTime && !caughtUpToday(now, zone, caughtUp) ? Optional.of(now) : Optional.empty();
        }

        @Override
        public String toString() {
            return "send within " + grace;
        }
    }

    /**
     * It is made up for, on the first day that has none yet, at the time of the day at which it is seen.
     *
     * @param days how many calendar days ago it may have been due
     */
    record Backfill(int days) implements PastDuePolicy {
        /** Checks the number. */
        public Backfill {
            if (days < 1 || days > 3_660) {
                throw new IllegalArgumentException("Backfill of " + days + " days; give 1 to 3660, or use skip().");
            }
        }

        @Override
        public Optional<Instant> begin(Instant due, Instant now, ZoneId zone, @Nullable Instant caughtUp) {
            LocalDateTime local = LocalDateTime.ofInstant(now, zone);
            if (LocalDate.ofInstant(due, zone).isBefore(local.toLocalDate().minusDays(days))) {
                return Optional.empty();
            }
            if (caughtUp == null || !caughtUpToday(now, zone, caughtUp)) {
                return Optional.of(now);
            }
            LocalDate next = LocalDate.ofInstant(caughtUp, zone).plusDays(1);
            return Optional.of(LocalTimes.resolve(next.atTime(local.toLocalTime()), zone));
        }

        @Override
        public String toString() {
            return "backfill of " + days + " days, one a day";
        }
    }
}
