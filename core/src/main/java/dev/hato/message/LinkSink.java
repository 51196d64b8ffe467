package dev.hato.message;

import dev.hato.internal.Texts;
import java.nio.charset.StandardCharsets;

/** Writes an URL into a part. */
final class LinkSink implements AsciiSink {
    /** What stands for itself in HTML, and what has to be escaped there; all else must not come. */
    private static final byte[] KINDS = new byte[0x100];

    private static final byte PLAIN = 1;
    private static final byte ESCAPED = 2;
    private static final byte EQUALS = 4;

    static {
        for (int c = 0x21; c < 0x7F; c++) {
            KINDS[c] = "&<>\"'`".indexOf(c) >= 0 ? ESCAPED : c == '=' ? EQUALS : PLAIN;
        }
    }

    private final Utf8Buffer out;
    private final boolean isHtml;
    private boolean plain = true;

    LinkSink(Utf8Buffer out, boolean isHtml) {
        this.out = out;
        this.isHtml = isHtml;
    }

    boolean isFor(Utf8Buffer buffer) {
        return out == buffer;
    }

    /** Forgets what was written before. */
    void begin() {
        plain = true;
    }

    /** Whether all that was written since {@link #begin} stands for itself in quoted-printable too. */
    boolean isPlain() {
        return plain;
    }

    @Override
    public void put(byte[] ascii, int from, int length) {
        int end = from + length;
        if (length >= Long.BYTES && EightOctets.isPlainInHtml(ascii, from, end)) {
            out.bytes(ascii, from, length);
            return;
        }
        int kinds = PLAIN;
        for (int i = from; i < end; i++) {
            int kind = KINDS[ascii[i] & 0xFF];
            if (kind == 0) {
                throw new IllegalArgumentException(
                        "An URL for a mail has the octet " + (ascii[i] & 0xFF) + "; percent-encode it.");
            }
            kinds |= kind;
        }
        plain &= kinds == PLAIN;
        if ((kinds & ESCAPED) == 0 || !isHtml) {
            out.bytes(ascii, from, length);
        } else {
            for (int i = from; i < end; i++) {
                escaped(ascii[i]);
            }
        }
    }

    private void escaped(byte c) {
        if (KINDS[c] != ESCAPED) {
            out.ascii(c);
        } else if (c == '&') {
            out.ascii("&amp;");
        } else {
            out.ascii("&#" + c + ";");
        }
    }

    @Override
    public void put(String ascii) {
        requireAscii(ascii);
        put(ascii.getBytes(StandardCharsets.US_ASCII), 0, ascii.length());
    }

    @Override
    public void put(AsciiText text) {
        byte[] octets = isHtml ? text.html() : text.octets();
        plain &= text.isPlain();
        out.bytes(octets, 0, octets.length);
    }

    /** Checks that a text has only ASCII characters. */
    static void requireAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                throw new IllegalArgumentException("An URL for a mail has a character outside ASCII: "
                        + Texts.quote(text) + "; percent-encode it.");
            }
        }
    }
}
