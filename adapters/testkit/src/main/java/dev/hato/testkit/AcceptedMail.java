package dev.hato.testkit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One mail that an {@link SmtpSink} took responsibility for. Immutable and thread-safe. */
public final class AcceptedMail {
    private final long sequence;
    private final int connection;
    private final boolean tls;
    private final String sender;
    private final List<String> recipients;
    private final byte[] bytes;

    AcceptedMail(long sequence, int connection, boolean tls, String sender, List<String> recipients, byte[] bytes) {
        this.sequence = sequence;
        this.connection = connection;
        this.tls = tls;
        this.sender = sender;
        this.recipients = List.copyOf(recipients);
        this.bytes = bytes;
    }

    /** Returns the mail's place in the order of arrival, from 1. */
    public long sequence() {
        return sequence;
    }

    /** Returns the number of the connection it came over, from 1. */
    public int connection() {
        return connection;
    }

    /** Returns whether the connection was TLS when the data came. */
    public boolean tls() {
        return tls;
    }

    /** Returns the envelope sender as it was sent, without angle brackets; empty for the null sender. */
    public String sender() {
        return sender;
    }

    /** Returns the envelope recipients as they were sent, without angle brackets. */
    public List<String> recipients() {
        return recipients;
    }

    /** Returns the first recipient. */
    public String recipient() {
        return recipients.get(0);
    }

    /** Returns the number of octets. */
    public int size() {
        return bytes.length;
    }

    /** Returns a copy of the octets between DATA and the final dot, with the stuffed dots removed. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the octets as text, each octet a character, so that nothing is hidden by decoding. */
    public String raw() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Returns the Message-ID with its angle brackets, or null if the header is missing. */
    public @Nullable String messageId() {
        return raw().lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("message-id:"))
                .map(line -> line.substring("message-id:".length()).strip())
                .findFirst()
                .orElse(null);
    }

    /** Returns where the mail stands in the ledger, without its addresses. */
    @Override
    public String toString() {
        return "AcceptedMail[" + sequence + ", connection " + connection + ", " + bytes.length + " octets]";
    }
}
