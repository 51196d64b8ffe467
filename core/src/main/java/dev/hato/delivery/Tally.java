package dev.hato.delivery;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many mails of one source are in which state.
 *
 * @param states the counts by state; states without mails are left out
 * @param excluded the counts of the excluded mails by reason; they add up to that of {@code EXCLUDED}
 */
public record Tally(Map<MailState, Long> states, Map<ExclusionReason, Long> excluded) {
    /** Copies both in the order of their enums. */
    public Tally {
        states = copy(MailState.class, states);
        excluded = copy(ExclusionReason.class, excluded);
    }

    private static <K extends Enum<K>> Map<K, Long> copy(Class<K> type, Map<K, Long> counts) {
        EnumMap<K, Long> copy = new EnumMap<>(type);
        counts.forEach((key, count) -> {
            if (count != 0) {
                copy.put(key, count);
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    /** Returns how many mails are in the state. */
    public long count(MailState state) {
        return states.getOrDefault(state, 0L);
    }

    /** Returns how many mails there are. */
    public long total() {
        return states.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many mails have something still to come. */
    public long open() {
        return states.entrySet().stream()
                .filter(entry -> entry.getKey().isOpen())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
