package dev.hato.memory;

import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.time.Instant;

/** One mail with its place among the others. The entry changes, the row stays. Guarded by {@link MemoryState}. */
final class OutboxRow {
    final long number;
    OutboxEntry entry;

    OutboxRow(long number, OutboxEntry entry) {
        this.number = number;
        this.entry = entry;
    }

    SendKey key() {
        return entry.mail().key();
    }

    Instant due() {
        return entry.progress().at();
    }
}
