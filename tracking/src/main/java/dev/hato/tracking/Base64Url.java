package dev.hato.tracking;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Base64 with the alphabet for URLs, without padding (RFC 4648, 5), read strictly: no two texts mean the same bytes. */
final class Base64Url {
    private static final byte[] DIGITS = new byte[64];
    private static final byte[] VALUES = new byte[256];

    /** Two characters for each value of twelve bits, the first one lower. */
    private static final char[] PAIRS = new char[1 << 12];

    private static final VarHandle BIG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static {
        Arrays.fill(VALUES, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < DIGITS.length; i++) {
            DIGITS[i] = (byte) digits.charAt(i);
            VALUES[digits.charAt(i)] = (byte) i;
        }
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (char) (DIGITS[i >> 6] | DIGITS[i & 63] << 8);
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
        for (; to - in >= 6 && bytes.length - in >= Long.BYTES; in += 6, next += 8) {
            encode((long) BIG.get(bytes, in) >>> 16, out, next);
        }
        for (; to - in >= 3; in += 3) {
            int three = (bytes[in] & 0xFF) << 16 | (bytes[in + 1] & 0xFF) << 8 | (bytes[in + 2] & 0xFF);
            next = pair(three >> 12, out, next);
            next = pair(three & 0xFFF, out, next);
        }
        if (to - in == 1) {
            next = pair((bytes[in] & 0xFF) << 4, out, next);
        } else if (to - in == 2) {
            int last = (bytes[in] & 0xFF) << 10 | (bytes[in + 1] & 0xFF) << 2;
            next = pair(last >> 6, out, next);
            out[next++] = DIGITS[last & 63];
        }
        return next;
    }

    /** Writes six bytes, the first one highest, as eight characters. */
    static void encode(long six, byte[] out, int at) {
        LITTLE.set(
                out,
                at,
                PAIRS[(int) (six >>> 36) & 0xFFF]
                        | (long) PAIRS[(int) (six >>> 24) & 0xFFF] << 16
                        | (long) PAIRS[(int) (six >>> 12) & 0xFFF] << 32
                        | (long) PAIRS[(int) six & 0xFFF] << 48);
    }

    private static int pair(int twelveBits, byte[] out, int at) {
        char pair = PAIRS[twelveBits];
        out[at] = (byte) pair;
        out[at + 1] = (byte) (pair >> 8);
        return at + 2;
    }

    /** Returns the bytes, or null if these are not the characters that {@link #encode} makes of any. */
    static byte @Nullable [] decode(String text) {
        int length = text.length();
        if (length % 4 == 1) {
            return null;
        }
        // what is not of that charset becomes a question mark, which is no digit; one for both halves of a pair
        byte[] digits = text.getBytes(StandardCharsets.ISO_8859_1);
        if (digits.length != length) {
            return null;
        }
        byte[] bytes = new byte[length * 3 / 4];
        int at = 0;
        int wrong = 0;
        int i = 0;
        for (; length - i >= 4; i += 4, at += 3) {
            int three = VALUES[digits[i] & 0xFF] << 18
                    | VALUES[digits[i + 1] & 0xFF] << 12
                    | VALUES[digits[i + 2] & 0xFF] << 6
                    | VALUES[digits[i + 3] & 0xFF];
            wrong |= three;
            bytes[at] = (byte) (three >> 16);
            bytes[at + 1] = (byte) (three >> 8);
            bytes[at + 2] = (byte) three;
        }
        if (length - i == 2) {
            int last = VALUES[digits[i] & 0xFF] << 6 | VALUES[digits[i + 1] & 0xFF];
            wrong |= last | -(last & 15);
            bytes[at] = (byte) (last >> 4);
        } else if (length - i == 3) {
            int last =
                    VALUES[digits[i] & 0xFF] << 12 | VALUES[digits[i + 1] & 0xFF] << 6 | VALUES[digits[i + 2] & 0xFF];
            wrong |= last | -(last & 3);
            bytes[at] = (byte) (last >> 10);
            bytes[at + 1] = (byte) (last >> 2);
        }
        return wrong < 0 ? null : bytes;
    }
}
