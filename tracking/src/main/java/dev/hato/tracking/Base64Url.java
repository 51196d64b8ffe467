package dev.hato.tracking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base64 with the alphabet for URLs, without padding (RFC 4648, 5), read strictly: no two texts mean the same bytes. */
final class Base64Url {
    private static final byte[] DIGITS = new byte[64];
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) digits.charAt(i);
            VALUES[digits.charAt(i)] = (byte) i;
        }
    }

    private Base64Url() {}

    /** Returns how many characters so many bytes take. */
    static int length(int bytes) {
        return (bytes * 4 + 2) / 3;
    }

    /** Writes the bytes as characters, and returns where they end. */
    static int encode(byte[] bytes, int from, int to, byte[] out, int at) {
        int in = from;
        int next = at;
        for (; to - in >= 3; in += 3, next += 4) {
            int triple = (bytes[in] & 0xFF) << 16 | (bytes[in + 1] & 0xFF) << 8 | (bytes[in + 2] & 0xFF);
            out[next] = DIGITS[triple >> 18];
            out[next + 1] = DIGITS[triple >> 12 & 63];
            out[next + 2] = DIGITS[triple >> 6 & 63];
            out[next + 3] = DIGITS[triple & 63];
        }
        if (to - in == 1) {
            int last = (bytes[in] & 0xFF) << 4;
            out[next++] = DIGITS[last >> 6];
            out[next++] = DIGITS[last & 63];
        } else if (to - in == 2) {
            int last = (bytes[in] & 0xFF) << 10 | (bytes[in + 1] & 0xFF) << 2;
            out[next++] = DIGITS[last >> 12];
            out[next++] = DIGITS[last >> 6 & 63];
            out[next++] = DIGITS[last & 63];
        }
        return next;
    }

    /** Returns the bytes, or null if these are not the characters that {@link #encode} makes of any. */
    static byte @Nullable [] decode(String text) {
        int length = text.length();
        if (length % 4 == 1) {
            return null;
        }
        byte[] bytes = new byte[length * 3 / 4];
        int bits = 0;
        int held = 0;
        int at = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0) {
                return null;
            }
            bits = (bits & 0xFFFF) << 6 | value;
            held += 6;
            if (held >= 8) {
                held -= 8;
                bytes[at++] = (byte) (bits >> held);
            }
        }
        return (bits & ((1 << held) - 1)) == 0 ? bytes : null;
    }
}
