package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Lease;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of the outbox.
 *
 * @param mail what was planned
 * @param progress how far it has come; {@code CLAIMED} if there is a lease
 * @param lease who holds it, or null
 */
record OutboxRow(
        PlannedMail mail, Progress progress, @Nullable Lease lease) {
    private static final int LONGEST_DETAIL = 4_000;
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})+");

    /** The columns in the order in which {@link #read} takes them. */
    static final String COLUMNS = """
            o.source, o.step, o.contact, o.occurrence, o.recipient, o.kind, o.state, o.reason, o.at, o.due, o.attempts,
            o.uncertain, o.fingerprint, o.detail, o.content, o.fence, o.owner, o.lease_until, o.lease_skew, o.started""";

    /** The columns of an added row. */
    static final String[] ADDED = {
        "text", "text", "text", "text", "text", "bigint", "bigint", "bigint", "bigint", "bigint", "bigint", "boolean",
        "bytea", "text", "bytea"
    };

    /** The order in which claimed mails are sent. */
    static final Comparator<OutboxRow> FIRST_TO_SEND = Comparator.<OutboxRow>comparingInt(
                    row -> -row.mail.kind().priority())
            .thenComparing(row -> row.progress.at())
            .thenComparing(row -> row.mail.key());

    static OutboxRow read(Row row) throws SQLException {
        String contact = row.text(3);
        ContactId keyed = contact.isEmpty() ? null : ContactId.of(contact);
        SendKey key = new SendKey(row.text(1), row.text(2), keyed, row.text(4));
        String recipient = row.textOrNull(5);
        PlannedMail mail = new PlannedMail(
                key,
                OutboxCodes.kind(row.number(6)),
                recipient == null ? Objects.requireNonNull(keyed) : ContactId.of(recipient),
                row.instant(10),
                fingerprint(Objects.requireNonNull(row.bytesOrNull(13))),
                MailContent.mail(row.bytesOrNull(15)));
        Lease lease = lease(row);
        MailState state = lease == null ? OutboxCodes.state(row.number(7)) : MailState.CLAIMED;
        ExclusionReason reason = OutboxCodes.reason(row.numberOrNull(8));
        Progress progress = new Progress(
                state,
                row.instant(9),
                row.count(11),
                row.flag(12),
                reason,
                Objects.requireNonNullElse(row.textOrNull(14), ""));
        return new OutboxRow(mail, progress, lease);
    }

    private static @Nullable Lease lease(Row row) throws SQLException {
        Long fence = row.numberOrNull(16);
        return fence == null
                ? null
                : new Lease(row.text(17), fence, Micros.instant(row.number(18) - row.number(19)), row.flag(20));
    }

    OutboxEntry entry() {
        return new OutboxEntry(mail, progress, lease);
    }

    Claim claim() {
        return new Claim(mail, progress, Objects.requireNonNull(lease).fence());
    }

    /** Returns the contact of a key as it is stored. */
    static String contact(SendKey key) {
        return key.contact() == null ? "" : key.contact().value();
    }

    /** Returns the recipient as it is stored: null where the key says it. */
    static @Nullable String recipient(PlannedMail mail) {
        return mail.contact().equals(mail.key().contact())
                ? null
                : mail.contact().value();
    }

    /** Returns whether the store can have such a key. */
    static boolean isStorable(SendKey key) {
        return StorableText.is(key.occurrence());
    }

    /** Returns this row under a new claim. */
    OutboxRow claimed(String owner, long fence, Instant until) {
        boolean interrupted = lease != null && lease.started();
        Progress claimed = new Progress(
                MailState.CLAIMED,
                progress.at(),
                progress.attempts(),
                progress.uncertain() || interrupted,
                null,
                progress.detail());
        return new OutboxRow(mail, claimed, new Lease(owner, fence, until, false));
    }

    /** Returns what is written of new entries; see {@link #ADDED}. */
    static Rows added(List<OutboxEntry> entries) {
        Rows rows = new Rows(entries.size());
        String template = "";
        byte[] fingerprint = fingerprint(template);
        try (MailContent.Writer contents = new MailContent.Writer()) {
            for (OutboxEntry entry : entries) {
                PlannedMail mail = entry.mail();
                SendKey key = mail.key();
                Progress progress = entry.progress();
                if (!mail.fingerprint().equals(template)) {
                    template = mail.fingerprint();
                    fingerprint = fingerprint(template);
                }
                rows.add(
                        key.source(),
                        key.step(),
                        contact(key),
                        key.occurrence(),
                        recipient(mail),
                        OutboxCodes.code(mail.kind()),
                        OutboxCodes.code(progress.state()),
                        OutboxCodes.code(progress.reason()),
                        Micros.of(progress.at()),
                        Micros.of(mail.due()),
                        (long) progress.attempts(),
                        progress.uncertain(),
                        fingerprint,
                        progress.detail(),
                        contents.bytes(mail.content()));
            }
        }
        return rows;
    }

    /** Returns whether the entry differs from the mail, as far as the outbox keeps it, only by contact and state. */
    static boolean isAlike(OutboxEntry entry, PlannedMail other) {
        PlannedMail mail = entry.mail();
        Progress progress = entry.progress();
        return mail.content() == null
                && recipient(mail) == null
                && mail.key().source().equals(other.key().source())
                && mail.key().step().equals(other.key().step())
                && mail.key().occurrence().equals(other.key().occurrence())
                && mail.kind() == other.kind()
                && mail.due().equals(other.due())
                && mail.fingerprint().equals(other.fingerprint())
                && progress.attempts() == 0
                && !progress.uncertain()
                && progress.detail().isEmpty();
    }

    /** Returns the fingerprint as it is stored: hexadecimal digits as octets after a 1, any other text after a 0. */
    static byte[] fingerprint(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int mark = 0;
        if (HEX.matcher(text).matches()) {
            octets = HexFormat.of().parseHex(text);
            mark = 1;
        }
        byte[] stored = new byte[octets.length + 1];
        stored[0] = (byte) mark;
        System.arraycopy(octets, 0, stored, 1, octets.length);
        return stored;
    }

    private static String fingerprint(byte[] stored) {
        return stored[0] == 1
                ? HexFormat.of().formatHex(stored, 1, stored.length)
                : new String(stored, 1, stored.length - 1, StandardCharsets.UTF_8);
    }

    /** Returns what a server said, as far as it is kept. */
    static String detail(Progress progress) {
        return StorableText.readable(progress.detail(), LONGEST_DETAIL);
    }
}
