package dev.hato.delivery;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the mails of one source by step, for stores. Not thread-safe. */
public final class StepTallies {
    private final Map<String, Counts> steps = new TreeMap<>();

    /** Begins with nothing. */
    public StepTallies() {}

    private static final class Counts {
        private final Map<MailState, Long> states = new EnumMap<>(MailState.class);
        private final Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
        private @Nullable Instant lastSent;
    }

    /** Adds one mail. */
    public void add(OutboxEntry entry) {
        OutboxEntry.Progress progress = entry.progress();
        add(entry.mail().key().step(), entry.state(), progress.reason(), 1, progress.at());
    }

    /**
     * Adds so many mails of a step.
     *
     * @param reason why they were excluded, or null
     * @param last when the last of them came into its state
     */
    public void add(String step, MailState state, @Nullable ExclusionReason reason, long mails, Instant last) {
        Counts counts = steps.computeIfAbsent(step, key -> new Counts());
        counts.states.merge(state, mails, Long::sum);
        if (reason != null) {
            counts.excluded.merge(reason, mails, Long::sum);
        }
        if (state == MailState.HANDED_OVER && (counts.lastSent == null || counts.lastSent.isBefore(last))) {
            counts.lastSent = last;
        }
    }

    /** Returns what was added so far, by step. */
    public Map<String, StepTally> byStep() {
        Map<String, StepTally> tallies = new TreeMap<>();
        steps.forEach((step, counts) ->
                tallies.put(step, new StepTally(new Tally(counts.states, counts.excluded), counts.lastSent)));
        return tallies;
    }
}
