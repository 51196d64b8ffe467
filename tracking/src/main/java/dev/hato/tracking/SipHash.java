package dev.hato.tracking;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012): a keyed function whose values nobody without the key
 * can tell from random ones. Fed with words, so that what several inputs begin with is hashed once. Not thread-safe.
 */
final class SipHash {
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int length;
    private long low;
    private long high;

    /** A key of 128 bits. */
    record Key(long low, long high) {
        /** Takes the first 16 bytes. */
        static Key of(byte[] bytes) {
            return new Key((long) WORDS.get(bytes, 0), (long) WORDS.get(bytes, Long.BYTES));
        }

        @Override
        public String toString() {
            return "Key[…]";
        }
    }

    /** Begins anew under the key. */
    SipHash begin(Key key) {
        v0 = key.low ^ 0x736f6d6570736575L;
        v1 = key.high ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key.low ^ 0x6c7967656e657261L;
        v3 = key.high ^ 0x7465646279746573L;
        length = 0;
        return this;
    }

    /** Goes on from where the other is. */
    SipHash begin(SipHash other) {
        v0 = other.v0;
        v1 = other.v1;
        v2 = other.v2;
        v3 = other.v3;
        length = other.length;
        return this;
    }

    /** Takes eight bytes of input, the first one lowest. */
    SipHash word(long word) {
        long a = v0;
        long b = v1;
        long c = v2;
        long d = v3 ^ word;
        for (int i = 0; i < 2; i++) {
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        length += Long.BYTES;
        v0 = a ^ word;
        v1 = b;
        v2 = c;
        v3 = d;
        return this;
    }

    /** Takes the bytes, and zeros up to a whole word. */
    SipHash bytes(byte[] bytes, int from, int to) {
        int at = from;
        for (; to - at >= Long.BYTES; at += Long.BYTES) {
            word((long) WORDS.get(bytes, at));
        }
        if (at < to) {
            long rest = 0;
            for (int i = to - 1; i >= at; i--) {
                rest = rest << 8 | (bytes[i] & 0xFF);
            }
            word(rest);
        }
        return this;
    }

    /** Ends the input with four bytes, the first one lowest. */
    SipHash finish(int ending) {
        return finish(ending & 0xFFFFFFFFL, Integer.BYTES);
    }

    /** Ends the input with zero to seven bytes, the first one lowest. */
    SipHash finish(long ending, int bytes) {
        word(ending | (long) (length + bytes) << 56);
        long a = v0;
        long b = v1;
        long c = v2 ^ 0xee;
        long d = v3;
        for (int i = 0; i < 8; i++) {
            if (i == 4) {
                low = a ^ b ^ c ^ d;
                b ^= 0xdd;
            }
            a += b;
            c += d;
            b = Long.rotateLeft(b, 13) ^ a;
            d = Long.rotateLeft(d, 16) ^ c;
            a = Long.rotateLeft(a, 32);
            c += b;
            a += d;
            b = Long.rotateLeft(b, 17) ^ c;
            d = Long.rotateLeft(d, 21) ^ a;
            c = Long.rotateLeft(c, 32);
        }
        high = a ^ b ^ c ^ d;
        return this;
    }

    /** Returns the first eight bytes of the value, the first one lowest. */
    long low() {
        return low;
    }

    /** Returns the last eight bytes of the value, the first one lowest. */
    long high() {
        return high;
    }

    /** Tells, in a time that does not depend on where they differ, whether this is the value. */
    boolean is(long otherLow, long otherHigh) {
        return ((low ^ otherLow) | (high ^ otherHigh)) == 0;
    }

    /** Returns eight bytes as a word, the first one lowest. */
    static long wordAt(byte[] bytes, int at) {
        return (long) WORDS.get(bytes, at);
    }

    /** Writes a word as eight bytes, the lowest first. */
    static void put(byte[] bytes, int at, long word) {
        WORDS.set(bytes, at, word);
    }
}
