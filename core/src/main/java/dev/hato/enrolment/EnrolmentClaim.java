package dev.hato.enrolment;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * Which enrolments a scheduler wants.
 *
 * @param owner a name for the scheduler, unique among all nodes
 * @param now enrolments due at this instant or before are claimed, unless they are under a lease that lasts
 * @param until when the lease ends
 * @param limit how many at most
 * @param scenarios of which scenarios
 */
public record EnrolmentClaim(String owner, Instant now, Instant until, int limit, Set<String> scenarios) {
    /** Checks that the lease has a length and something is wanted. */
    public EnrolmentClaim {
        Objects.requireNonNull(owner, "owner");
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("The lease ends at " + until + ", which is not after " + now + ".");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("The limit is " + limit + "; claim at least one enrolment.");
        }
        scenarios = Set.copyOf(scenarios);
    }
}
