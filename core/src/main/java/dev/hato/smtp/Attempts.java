package dev.hato.smtp;

import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lanes that one mail has tried, and how each failed. Used by one thread; {@link #lanes} is read by others. */
final class Attempts {
    private final Map<Lane, Deferred> failures = new LinkedHashMap<>();
    private @Nullable Lane lane;
    private @Nullable Deferred last;

    void add(Lane tried, Deferred failure) {
        failures.put(tried, failure);
        lane = tried;
        last = failure;
    }

    /** Returns a copy of what was tried so far. */
    Set<Lane> lanes() {
        return Set.copyOf(failures.keySet());
    }

    /** Tells that the mail goes on over another lane, if it comes from one. */
    void tell(RouteListener alerts, Lane next) {
        if (lane != null && last != null) {
            alerts.failedOver(lane.route.name(), next.route.name(), last.detail());
        }
    }

    /** Returns the outcome of a mail that nobody took. */
    SendOutcome outcome(String others) {
        if (last == null) {
            return new Deferred(Cause.ROUTE, 0, "No route takes the mail now: " + others);
        }
        String tried = failures.entrySet().stream()
                .map(entry -> "'" + entry.getKey().route.name() + "': "
                        + entry.getValue().detail())
                .collect(Collectors.joining("; "));
        return new Deferred(
                Cause.ROUTE,
                last.replyCode(),
                "No route took the mail: " + tried + (others.isEmpty() ? "" : "; " + others));
    }
}
