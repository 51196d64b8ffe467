package dev.hato.smtp;

import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.HandedOver;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker: pauses a route that fails or refuses too often in a row, then lets one mail at a
 * time try it. Used under its owner's lock.
 */
final class Breaker {
    /** What an outcome says about the route. */
    enum Verdict {
        SUCCESS,
        REFUSAL,
        FAILURE,
        /** Nothing: the mail never came to the server, and not for the server's reasons. */
        NOTHING;

        /**
         * Judges an outcome. An uncertain one is a failure: a server that swallows mails without an
         * answer must not get the whole list.
         *
         * @param interrupted whether the sending thread was told to stop, which breaks connections
         */
        static Verdict of(SendOutcome outcome, boolean interrupted) {
            if (outcome instanceof HandedOver) {
                return SUCCESS;
            }
            if (outcome instanceof Bounced bounced) {
                return bounced.replyCode() == 0 ? NOTHING : REFUSAL;
            }
            if (outcome instanceof Deferred deferred) {
                if (deferred.cause() == Cause.MAIL) {
                    return deferred.replyCode() == 0 ? NOTHING : REFUSAL;
                }
                return interrupted && deferred.replyCode() == 0 ? NOTHING : FAILURE;
            }
            return interrupted ? NOTHING : FAILURE;
        }
    }

    /** What became of the route by an outcome. */
    enum Change {
        NONE,
        PAUSED,
        RESUMED
    }

    private final Route route;
    private int failuresInARow;
    private int refusalsInARow;
    private int pausesInARow;
    private @Nullable Instant until;
    private Duration pause = Duration.ZERO;
    private boolean trial;
    private int generation;
    private String reason = "";

    Breaker(Route route) {
        this.route = route;
    }

    RouteStatus.State state(Instant now) {
        if (until == null) {
            return RouteStatus.State.WORKING;
        }
        return paused(now) ? RouteStatus.State.PAUSED : RouteStatus.State.ON_TRIAL;
    }

    /** Returns whether a mail may go this way now. */
    boolean ready(Instant now) {
        return until == null || (!trial && !paused(now));
    }

    /** Returns whether the pause is over and a mail is trying the route. */
    boolean trialUnderWay() {
        return trial;
    }

    private boolean paused(Instant now) {
        if (until == null) {
            return false;
        }
        if (until.isAfter(now.plus(pause))) {
            until = now.plus(pause); // the clock was set back
        }
        return until.isAfter(now);
    }

    @Nullable Instant until() {
        return until;
    }

    /** Returns why the route is paused, or an empty text. */
    String reason() {
        return reason;
    }

    /** Notes that a mail goes this way, and returns what {@link #done} wants to know of it. */
    int begin() {
        trial = until != null;
        return generation;
    }

    /** Returns whether one more mail is safe while that many have no outcome: none of them can be the last straw. */
    boolean bears(int pending, int begun) {
        return until == null
                && begun == generation
                && failuresInARow + pending < route.failuresBeforePause()
                && refusalsInARow + (long) pending < route.refusalsBeforePause();
    }

    /** Takes a verdict. One on a mail that began before the last pause changes nothing any more. */
    Change done(int begun, Verdict verdict, String detail, Instant now) {
        if (begun != generation) {
            return Change.NONE;
        }
        boolean tried = trial;
        trial = false;
        switch (verdict) {
            case SUCCESS -> {
                failuresInARow = 0;
                refusalsInARow = 0;
                pausesInARow = 0;
                return resume();
            }
            case FAILURE -> {
                failuresInARow++;
                if (tried || failuresInARow >= route.failuresBeforePause()) {
                    String what =
                            failuresInARow == 1 ? "a failure: " : failuresInARow + " failures in a row, the last: ";
                    return pause(what + detail, now);
                }
            }
            case REFUSAL -> {
                failuresInARow = 0; // the server answers
                refusalsInARow = Math.addExact(refusalsInARow, 1);
                if (refusalsInARow >= route.refusalsBeforePause()) {
                    return pause(refusalsInARow + " refusals and not one mail taken between, the last: " + detail, now);
                }
                return resume();
            }
            case NOTHING -> {}
        }
        return Change.NONE;
    }

    private Change resume() {
        boolean wasPaused = until != null;
        until = null;
        reason = "";
        return wasPaused ? Change.RESUMED : Change.NONE;
    }

    private Change pause(String why, Instant now) {
        pause = route.firstPause();
        for (int i = 0; i < pausesInARow && pause.compareTo(route.longestPause()) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        if (pause.compareTo(route.longestPause()) > 0) {
            pause = route.longestPause();
        }
        pausesInARow++;
        generation++;
        reason = why;
        until = now.plus(pause);
        return Change.PAUSED;
    }
}
