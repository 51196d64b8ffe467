package dev.hato.memory;

import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.TreeSet;

/** The mails of one source: by key, those that wait by the time they are due, and the counts. */
final class SourceRows {
    private static final Comparator<OutboxRow> LONGEST_DUE =
            Comparator.comparing(OutboxRow::due).thenComparingLong(row -> row.number);

    final KeyedRows<SendKey, OutboxRow> byKey = new KeyedRows<>();
    final TreeSet<OutboxRow> waiting = new TreeSet<>(LONGEST_DUE);
    private final EnumMap<MailState, Long> states = new EnumMap<>(MailState.class);
    private final EnumMap<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);

    void count(OutboxEntry entry, long by) {
        states.merge(entry.state(), by, Long::sum);
        ExclusionReason reason = entry.progress().reason();
        if (reason != null) {
            excluded.merge(reason, by, Long::sum);
        }
    }

    Tally tally() {
        return new Tally(states, excluded);
    }
}
