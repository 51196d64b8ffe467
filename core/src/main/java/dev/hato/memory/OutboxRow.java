package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One mail of a source. While something is still to come of it, the row holds its entry; of the millions that have ended, it
 * holds what tells them apart in one small object. Guarded by {@link MemoryState}.
 */
@SuppressWarnings("EnumOrdinal") // they do not leave this process
final class OutboxRow implements KeyedRows.Keyed<SendKey, OutboxRow> {
    private static final Comparator<OutboxRow> IN_SOURCE = Comparator.<OutboxRow, String>comparing(row -> row.step)
            .thenComparing(OutboxRow::keyContact, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(row -> row.occurrence);

    private static final MailKind[] KINDS = MailKind.values();
    private static final MailState[] STATES = MailState.values();
    private static final ExclusionReason[] REASONS = ExclusionReason.values();

    /** Says that no reason is given. */
    private static final byte NONE = -1;

    private final SourceRows source;
    private final String step;
    private final String occurrence;
    private final ContactId contact;
    private final boolean contactInKey;

    /** While the mail is live its entry with its place, afterwards what was said last. */
    private Object latest;

    private Instant due;
    private Instant at;
    private String fingerprint;
    private int attempts;
    private byte kind;
    private byte state;
    private byte reason;
    private boolean uncertain;

    /** A mail of which something is to come, or which is more than a row of it can hold. */
    static final class Live extends DueRows.Linked<Live> {
        final OutboxRow row;
        final long number;
        private OutboxEntry entry;

        private Live(OutboxRow row, long number, OutboxEntry entry) {
            this.row = row;
            this.number = number;
            this.entry = entry;
        }

        OutboxEntry entry() {
            return entry;
        }

        @Override
        boolean isBehind(Live other) {
            return number > other.number;
        }
    }

    /**
     * Begins a row.
     *
     * @param number its place among all that are due at the same moment
     */
    OutboxRow(SourceRows source, long number, OutboxEntry entry) {
        PlannedMail mail = entry.mail();
        SendKey key = mail.key();
        this.source = source;
        this.step = key.step();
        this.occurrence = key.occurrence();
        this.contact = key.contact() == null ? mail.contact() : key.contact();
        this.contactInKey = key.contact() != null;
        this.due = mail.due();
        this.at = entry.progress().at();
        this.fingerprint = mail.fingerprint();
        this.latest = "";
        write(new Live(this, number, entry), entry);
    }

    SourceRows source() {
        return source;
    }

    /** Returns the live mail, or null once it has ended. */
    @Nullable Live live() {
        return latest instanceof Live live ? live : null;
    }

    MailState state() {
        return latest instanceof Live live ? live.entry.state() : STATES[state];
    }

    /** Returns to whom the mail goes. */
    ContactId contact() {
        return latest instanceof Live live ? live.entry.mail().contact() : contact;
    }

    @Override
    public boolean isAt(SendKey key) {
        return step.equals(key.step())
                && Objects.equals(keyContact(), key.contact())
                && occurrence.equals(key.occurrence());
    }

    private @Nullable ContactId keyContact() {
        return contactInKey ? contact : null;
    }

    @Override
    public SendKey key() {
        return latest instanceof Live live
                ? live.entry.mail().key()
                : new SendKey(source.name(), step, keyContact(), occurrence);
    }

    OutboxEntry entry() {
        if (latest instanceof Live live) {
            return live.entry;
        }
        PlannedMail mail = new PlannedMail(key(), KINDS[kind], contact, due, fingerprint, null);
        ExclusionReason why = reason == NONE ? null : REASONS[reason];
        return new OutboxEntry(mail, new Progress(STATES[state], at, attempts, uncertain, why, (String) latest), null);
    }

    /** Writes the next entry, with the place that the mail had while it was live. */
    void write(@Nullable Live live, OutboxEntry next) {
        PlannedMail mail = next.mail();
        Progress progress = next.progress();
        if (progress.state().isOpen()
                || mail.content() != null
                || !mail.contact().equals(contact)) {
            Objects.requireNonNull(live, "live").entry = next;
            latest = live;
            return;
        }
        due = mail.due();
        at = progress.at();
        fingerprint = mail.fingerprint();
        attempts = progress.attempts();
        kind = (byte) mail.kind().ordinal();
        state = (byte) progress.state().ordinal();
        ExclusionReason why = progress.reason();
        reason = why == null ? NONE : (byte) why.ordinal();
        uncertain = progress.uncertain();
        latest = progress.detail();
    }

    @Override
    public int compareKeys(OutboxRow other) {
        return IN_SOURCE.compare(this, other);
    }
}
