package dev.hato.step;

import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an enrolment stands, or stood when it was paused, which its detail tells until it is resumed.
 *
 * @param status waiting for its step or for an event, acting, or without a time
 * @param due when it is, or was, due; null without a time
 */
record Stood(EnrolmentStatus status, @Nullable Instant due) {
    static Stood of(Enrolment enrolment) {
        return of(enrolment.standing());
    }

    private static Stood of(Standing at) {
        if (at.status() != EnrolmentStatus.PAUSED) {
            return new Stood(at.status(), at.due());
        }
        String[] parts = at.detail().split(" ", 2);
        return new Stood(EnrolmentStatus.valueOf(parts[0]), parts.length == 2 ? Instant.parse(parts[1]) : null);
    }

    /** Returns whether a deadline is waited for, which every pause moves on. */
    boolean isAwaiting() {
        return status == EnrolmentStatus.AWAITING_EVENT;
    }

    /** Returns the standing, paused; one that has ended stays so. */
    static Standing pause(Standing at) {
        return at.status().isOpen() ? of(at).paused(at) : at;
    }

    /** Returns a standing at the same step, paused, that stood so before. */
    Standing paused(Standing at) {
        return at.to(EnrolmentStatus.PAUSED, null, status.name() + (due == null ? "" : " " + due));
    }
}
