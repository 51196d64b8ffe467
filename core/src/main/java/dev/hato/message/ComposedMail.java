package dev.hato.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A message in its final form: the bytes that a server gets after DATA, before dot-stuffing.
 *
 * <p>Lines end in CRLF and are not longer than 998 octets (RFC 5322, 2.1.1). Immutable and
 * thread-safe.
 */
public final class ComposedMail {
    private final String messageId;
    private final byte[] bytes;
    private final int length;

    private ComposedMail(String messageId, byte[] bytes, int length) {
        this.messageId = messageId;
        this.bytes = bytes;
        this.length = length;
    }

    /**
     * Returns the mail with these bytes, which were composed before and kept.
     *
     * @param messageId with its angle brackets
     */
    public static ComposedMail of(String messageId, byte[] bytes) {
        return new ComposedMail(messageId, bytes.clone(), bytes.length);
    }

    /** Takes the first {@code length} bytes without copying them. */
    static ComposedMail wrap(String messageId, byte[] bytes, int length) {
        return new ComposedMail(messageId, bytes, length);
    }

    /** Returns the Message-ID with its angle brackets, the same over all tries of one mail. */
    public String messageId() {
        return messageId;
    }

    /** Returns the number of octets. */
    public int size() {
        return length;
    }

    /**
     * Returns whether the octets are known to be able to follow DATA unchanged: all are ASCII, every line
     * ends in CRLF, the last one included, and none begins with a dot. Where it is false a transport
     * has to look at each octet.
     */
    public boolean isSmtpReady() {
        return false;
    }

    /** Writes all octets, in a few calls with whole arrays, which the stream must not keep. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Returns a copy of the octets. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
