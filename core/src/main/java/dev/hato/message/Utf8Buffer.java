package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Grows as UTF-8 is written to it. Half a surrogate pair becomes U+FFFD. */
final class Utf8Buffer {
    private static final int LARGEST = Integer.MAX_VALUE - 16;

    private static final boolean[] ANY = new boolean[0x80];

    static {
        Arrays.fill(ANY, true);
    }

    private byte[] bytes;
    private int size;

    Utf8Buffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    int size() {
        return size;
    }

    private void grow(int more) {
        long needed = (long) size + more;
        if (needed > LARGEST) {
            throw new OutOfMemoryError("A text of more than " + LARGEST + " bytes.");
        }
        bytes = Arrays.copyOf(bytes, (int) Math.min(LARGEST, Math.max(needed, size * 2L)));
    }

    void bytes(byte[] from, int offset, int length) {
        if (size + length > bytes.length || size + length < 0) {
            grow(length);
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    void ascii(int c) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) c;
    }

    void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            ascii(text.charAt(i));
        }
    }

    void codePoint(int cp) {
        if (cp < 0x80) {
            ascii(cp);
        } else if (cp < 0x800) {
            ascii(0xC0 | (cp >> 6));
            ascii(0x80 | (cp & 0x3F));
        } else if (cp >= 0xD800 && cp <= 0xDFFF) {
            codePoint(0xFFFD);
        } else if (cp < 0x10000) {
            if (bytes.length - size < 3) {
                grow(3);
            }
            bytes[size] = (byte) (0xE0 | (cp >> 12));
            bytes[size + 1] = (byte) (0x80 | ((cp >> 6) & 0x3F));
            bytes[size + 2] = (byte) (0x80 | (cp & 0x3F));
            size += 3;
        } else {
            ascii(0xF0 | (cp >> 18));
            ascii(0x80 | ((cp >> 12) & 0x3F));
            ascii(0x80 | ((cp >> 6) & 0x3F));
            ascii(0x80 | (cp & 0x3F));
        }
    }

    /** The array itself, of which {@link #size()} bytes are filled. */
    byte[] array() {
        return bytes;
    }

    /**
     * Appends the beginning of a text.
     *
     * @param ascii which of the ASCII characters to append as they are
     * @return how many characters there were before the first other one
     */
    int ascii(String text, boolean[] ascii) {
        int length = text.length();
        if (length > bytes.length - size) {
            grow(length);
        }
        byte[] to = bytes;
        int start = size;
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c >= 0x80 || !ascii[c]) {
                break;
            }
            to[start + i++] = (byte) c;
        }
        size = start + i;
        return i;
    }

    /** Appends a text. */
    void text(String text) {
        for (int i = ascii(text, ANY); i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                ascii(c);
            } else {
                int cp = text.codePointAt(i);
                codePoint(cp);
                i += cp >= 0x10000 ? 1 : 0;
            }
        }
    }

    /** Forgets what stands behind the first bytes. */
    void truncate(int length) {
        size = Math.min(size, length);
    }

    /** Empties the buffer for another use and returns how much it can hold. */
    int reset() {
        size = 0;
        return bytes.length;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
}
