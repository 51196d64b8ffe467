package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a URL that the links of many mails have: it is looked through once, not for each of them. Printable ASCII
 * without white space.
 *
 * <p>Immutable and thread-safe.
 */
public final class AsciiText {
    private final byte[] octets;
    private final byte[] html;
    private final boolean plain;

    private AsciiText(byte[] octets) {
        Utf8Buffer escaped = new Utf8Buffer(octets.length);
        LinkSink sink = new LinkSink(escaped, true);
        sink.put(octets, 0, octets.length);
        this.octets = octets;
        this.html = escaped.size() == octets.length ? octets : escaped.toByteArray();
        this.plain = sink.isPlain();
    }

    /**
     * Takes a text.
     *
     * @throws IllegalArgumentException if a character is not one of U+0021 to U+007E
     */
    public static AsciiText of(String ascii) {
        Objects.requireNonNull(ascii, "ascii");
        LinkSink.requireAscii(ascii);
        return new AsciiText(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** Returns the number of characters. */
    public int length() {
        return octets.length;
    }

    /**
     * Copies all characters into an array.
     *
     * @param offset where in the array the first one goes
     * @return the index behind the last one
     * @throws IndexOutOfBoundsException if there is no room for {@link #length()} octets
     */
    public int copyTo(byte[] target, int offset) {
        System.arraycopy(octets, 0, target, offset, octets.length);
        return offset + octets.length;
    }

    /** The characters, not to be changed. */
    byte[] octets() {
        return octets;
    }

    /** The characters as HTML has them, not to be changed. */
    byte[] html() {
        return html;
    }

    /** Whether all characters stand for themselves in HTML and in quoted-printable. */
    boolean isPlain() {
        return plain;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AsciiText text && Arrays.equals(octets, text.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return new String(octets, StandardCharsets.US_ASCII);
    }
}
