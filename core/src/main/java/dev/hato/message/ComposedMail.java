package dev.hato.message;

import dev.hato.internal.Texts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message in its final form: the bytes that a server gets after DATA, before dot-stuffing.
 *
 * <p>Lines end in CRLF and are not longer than 998 octets (RFC 5322, 2.1.1). The octets may be kept in
 * pieces, of which some belong to other mails too (see {@link MailComposer}): they are put together when they
 * are written. Immutable and thread-safe.
 */
public final class ComposedMail {
    private static final byte[] NONE = {};
    private static final Pattern NAME = Pattern.compile("[!-9;-~]{1,76}");
    private static final int LONGEST_LINE = 998;
    private static final int PIECE = 3;

    private final String messageId;

    /** Headers that were put before the others. */
    private final byte[] head;

    /** Octets of this mail alone. */
    private final byte[] own;

    /** Octets of which other mails may have the same. */
    private final byte[] shared;

    /**
     * For each range of the shared octets how many of the own octets stand before it, where it begins, and how long it
     * is. Own octets that are left follow the last range.
     */
    private final int[] pieces;

    private final int size;

    /** Found out when it is asked for; racing threads find the same. */
    private volatile Readiness readiness;

    private enum Readiness {
        UNKNOWN,
        READY,
        NOT_READY
    }

    private ComposedMail(ComposedMail mail, byte[] head, Readiness readiness) {
        messageId = mail.messageId;
        this.head = head;
        own = mail.own;
        shared = mail.shared;
        pieces = mail.pieces;
        size = Math.addExact(mail.size, head.length - mail.head.length);
        this.readiness = readiness;
    }

    private ComposedMail(String messageId, byte[] own, byte[] shared, int[] pieces, int size, Readiness readiness) {
        this.messageId = messageId;
        this.head = NONE;
        this.own = own;
        this.shared = shared;
        this.pieces = pieces;
        this.size = size;
        this.readiness = readiness;
    }

    /**
     * Returns the mail with these bytes, which were composed before and kept.
     *
     * @param messageId with its angle brackets
     */
    public static ComposedMail of(String messageId, byte[] bytes) {
        return wrap(messageId, bytes.clone(), bytes.length);
    }

    /** Takes the first {@code length} bytes without copying them. */
    static ComposedMail wrap(String messageId, byte[] bytes, int length) {
        return new ComposedMail(messageId, NONE, bytes, new int[] {0, 0, length}, length, Readiness.UNKNOWN);
    }

    /** Takes pieces without copying them. */
    static ComposedMail ofPieces(
            String messageId, byte[] own, byte[] shared, int[] pieces, int size, boolean smtpReady) {
        Readiness readiness = smtpReady ? Readiness.READY : Readiness.NOT_READY;
        return new ComposedMail(messageId, own, shared, pieces, size, readiness);
    }

    /**
     * Returns this mail with a header before all others, as a signature or a trace of its way is put there; the octets
     * of this mail are shared, not copied.
     *
     * @param name printable ASCII without a colon (RFC 5322, 2.2)
     * @param foldedValue ASCII; it may be folded: each CRLF in it is followed by a space or a tab, and no line of it is
     *     empty or longer than 998 characters (RFC 5322, 2.2.3)
     * @throws IllegalArgumentException if the name or the value is not of that form
     */
    public ComposedMail withHeader(String name, String foldedValue) {
        Objects.requireNonNull(foldedValue, "foldedValue");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Header name " + Texts.quote(name)
                    + " is not printable ASCII without colon and spaces; write a name such as DKIM-Signature.");
        }
        String header = name + ": " + foldedValue;
        String problem = problem(header);
        if (problem != null) {
            throw new IllegalArgumentException("Header " + name + " " + problem + ": " + Texts.quote(foldedValue)
                    + "; fold it with CRLF and a space, and encode what is not ASCII.");
        }
        byte[] line = (header + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[line.length + head.length];
        System.arraycopy(line, 0, all, 0, line.length);
        System.arraycopy(head, 0, all, line.length, head.length);
        return new ComposedMail(this, all, name.startsWith(".") ? Readiness.NOT_READY : readiness);
    }

    private static @Nullable String problem(String header) {
        String[] lines = header.split("\r\n", -1);
        for (int n = 0; n < lines.length; n++) {
            String line = lines[n];
            if (line.isBlank()) {
                return "has an empty line";
            }
            if (line.length() > LONGEST_LINE) {
                return "has a line of more than " + LONGEST_LINE + " characters";
            }
            if (n > 0 && line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                return "has a line that does not begin with a space";
            }
            for (int i = 0; i < line.length(); i++) {
                char c = line.charAt(i);
                if ((c < ' ' && c != '\t') || c > '~') {
                    return "has a control character or one outside ASCII";
                }
            }
        }
        return null;
    }

    /** Returns the Message-ID with its angle brackets, the same over all tries of one mail. */
    public String messageId() {
        return messageId;
    }

    /** Returns the number of octets. */
    public int size() {
        return size;
    }

    /**
     * Returns whether the octets are known to be able to follow DATA unchanged: all are ASCII, every line
     * ends in CRLF, the last one included, and none begins with a dot. Where it is false a transport
     * has to look at each octet. For mails that no {@link MailComposer} made, the first call looks through the octets.
     */
    public boolean isSmtpReady() {
        Readiness known = readiness;
        if (known == Readiness.UNKNOWN) {
            known = size > 0 && SmtpReadiness.of(toByteArray(), 0, size) ? Readiness.READY : Readiness.NOT_READY;
            readiness = known;
        }
        return known == Readiness.READY;
    }

    /**
     * Writes all octets, in some calls with ranges of arrays, which the stream must neither keep nor change. A call may
     * begin and end anywhere, within a line too.
     */
    public void writeTo(OutputStream out) throws IOException {
        if (head.length > 0) {
            out.write(head, 0, head.length);
        }
        int at = 0;
        for (int i = 0; i < pieces.length; i += PIECE) {
            if (pieces[i] > 0) {
                out.write(own, at, pieces[i]);
                at += pieces[i];
            }
            out.write(shared, pieces[i + 1], pieces[i + 2]);
        }
        if (at < own.length) {
            out.write(own, at, own.length - at);
        }
    }

    /**
     * Copies all octets into an array.
     *
     * @param offset where in the array the first octet goes
     * @return the index behind the last octet
     * @throws IndexOutOfBoundsException if there is no room for {@link #size()} octets
     */
    public int copyTo(byte[] target, int offset) {
        Objects.checkFromIndexSize(offset, size, target.length);
        System.arraycopy(head, 0, target, offset, head.length);
        int to = offset + head.length;
        int at = 0;
        for (int i = 0; i < pieces.length; i += PIECE) {
            int before = pieces[i];
            System.arraycopy(own, at, target, to, before);
            at += before;
            to += before;
            System.arraycopy(shared, pieces[i + 1], target, to, pieces[i + 2]);
            to += pieces[i + 2];
        }
        System.arraycopy(own, at, target, to, own.length - at);
        return to + own.length - at;
    }

    /** Returns a copy of the octets. */
    public byte[] toByteArray() {
        byte[] octets = new byte[size];
        copyTo(octets, 0);
        return octets;
    }
}
