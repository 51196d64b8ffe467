package dev.hato.smtp;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a route stood at one moment, for reports and health checks. It holds no address and no password.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name the route's name
 * @param state whether it takes mails
 * @param sent how many mails its server took
 * @param refused how many mails its server refused, for now or for good
 * @param failed how often the route failed a mail, uncertain outcomes included
 * @param pausedUntil when the next mail may try it, or null if it is working; may be past
 * @param reason why it is paused, with the server's last words; empty if it is working
 */
public record RouteStatus(
        String name,
        State state,
        long sent,
        long refused,
        long failed,
        @Nullable Instant pausedUntil,
        String reason) {
    /** Checks that nothing is missing. */
    public RouteStatus {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(reason, "reason");
    }

    /** Whether a route takes mails. */
    public enum State {
        /** It takes mails. */
        WORKING,
        /** It takes none until its pause is over. */
        PAUSED,
        /** Its pause is over: one mail at a time tries whether it works again. */
        ON_TRIAL
    }
}
