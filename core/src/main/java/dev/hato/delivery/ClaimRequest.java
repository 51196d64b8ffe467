package dev.hato.delivery;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which mails a dispatcher wants.
 *
 * @param owner a name for the dispatcher, unique among all nodes
 * @param now mails due at this instant or before are claimed, and leases that ended by then
 * @param until when the lease ends
 * @param limit how many at most
 * @param held sources whose mails are left alone, such as paused deliveries; not asked where one mail is wanted
 * @param only the one mail that is wanted, or null for any; whoever names it answers for its source
 */
public record ClaimRequest(
        String owner,
        Instant now,
        Instant until,
        int limit,
        Set<String> held,
        @Nullable SendKey only) {
    /** Checks that the lease has a length and something is wanted. */
    public ClaimRequest {
        if (!until.isAfter(now)) {
            throw new IllegalArgumentException("The lease ends at " + until + ", which is not after " + now + ".");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("The limit is " + limit + "; claim at least one mail.");
        }
        held = Set.copyOf(held);
    }

    /** Returns a request for any mail that is due. */
    public static ClaimRequest any(String owner, Instant now, Instant until, int limit) {
        return new ClaimRequest(owner, now, until, limit, Set.of(), null);
    }
}
