package dev.hato.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at eight octets at a time (Warren, Hacker's Delight, 6-1). */
final class EightOctets {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;

    private EightOctets() {}

    static long get(byte[] octets, int at) {
        return (long) LONG.get(octets, at);
    }

    static void put(byte[] octets, int at, long eight) {
        LONG.set(octets, at, eight);
    }

    /** Whether all are printable ASCII without the space and this octet. */
    static boolean isGraphicBut(long eight, int octet) {
        return (graphic(eight) & differs(eight, octet) & HIGH) == HIGH;
    }

    /**
     * Whether all are printable ASCII, and none is a space, an equals sign, or a mark that HTML gives a meaning. Number
     * and question marks are not judged: they make it false too.
     */
    static boolean isPlainInHtml(long eight) {
        return (plainInHtml(eight) & HIGH) == HIGH;
    }

    /** Whether {@link #isPlainInHtml(long)} holds for all of a range of at least eight octets. */
    static boolean isPlainInHtml(byte[] octets, int from, int to) {
        int last = to - Long.BYTES;
        long plain = plainInHtml(get(octets, last));
        for (int at = from; at < last; at += Long.BYTES) {
            plain &= plainInHtml(get(octets, at));
        }
        return (plain & HIGH) == HIGH;
    }

    /** Whether {@link #isPlainInHtml(long)} holds for all of a range of at least eight octets, and none is a dot. */
    static boolean isToken(byte[] octets, int from, int to) {
        int last = to - Long.BYTES;
        long eight = get(octets, last);
        long plain = plainInHtml(eight) & differs(eight, '.');
        for (int at = from; at < last; at += Long.BYTES) {
            eight = get(octets, at);
            plain &= plainInHtml(eight) & differs(eight, '.');
        }
        return (plain & HIGH) == HIGH;
    }

    /** The high bit of each octet that is plain, and any other bits. */
    private static long plainInHtml(long eight) {
        return graphic(eight)
                & differs(eight & ~(3 * ONES), '<') // and '=', '>', '?'
                & differs(eight & ~(5 * ONES), '"') // and '#', '&', the apostrophe
                & differs(eight, '`');
    }

    /** The high bit of each octet that is graphic; carries come only out of octets that are not. */
    private static long graphic(long eight) {
        return ~eight & (eight + ONES * (0x80 - 0x21)) & ~(eight + ONES);
    }

    private static long differs(long eight, int octet) {
        return (eight ^ ONES * octet) + ONES * 0x7F;
    }
}
