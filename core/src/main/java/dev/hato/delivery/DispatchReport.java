package dev.hato.delivery;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one round of a dispatcher did.
 *
 * @param outcomes how many mails it brought into which state; states without mails are left out; in {@code
 *     PLANNED} it left those that quiet hours hold, or a pause
 * @param routeFailure why the way to the server did not work when the round was broken off, or null
 *     if the round went to its end
 */
public record DispatchReport(
        Map<MailState, Long> outcomes, @Nullable String routeFailure) {
    /** Copies the counts. */
    public DispatchReport {
        EnumMap<MailState, Long> copy = new EnumMap<>(MailState.class);
        copy.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(copy);
    }

    /** Returns how many mails came into the state. */
    public long count(MailState state) {
        return outcomes.getOrDefault(state, 0L);
    }
}
