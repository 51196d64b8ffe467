package dev.hato.memory;

import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import java.util.EnumMap;

/** The mails of one source: by key, those that wait by the time they are due, and the counts. */
@SuppressWarnings("EnumOrdinal") // the counts do not leave this process
final class SourceRows {
    final KeyedRows<SendKey, OutboxRow> byKey = new KeyedRows<>();
    final DueRows<OutboxRow.Live> waiting = new DueRows<>();
    private final String name;
    private final long[] states = new long[MailState.values().length];
    private final long[] excluded = new long[ExclusionReason.values().length];

    SourceRows(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void count(OutboxEntry entry, int by) {
        states[entry.state().ordinal()] += by;
        ExclusionReason reason = entry.progress().reason();
        if (reason != null) {
            excluded[reason.ordinal()] += by;
        }
    }

    Tally tally() {
        EnumMap<MailState, Long> byState = new EnumMap<>(MailState.class);
        for (MailState state : MailState.values()) {
            byState.put(state, states[state.ordinal()]);
        }
        EnumMap<ExclusionReason, Long> byReason = new EnumMap<>(ExclusionReason.class);
        for (ExclusionReason reason : ExclusionReason.values()) {
            byReason.put(reason, excluded[reason.ordinal()]);
        }
        return new Tally(byState, byReason);
    }
}
