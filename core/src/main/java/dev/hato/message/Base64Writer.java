package dev.hato.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes text as base64 (RFC 2045, 6.8) in lines of at most 76 characters, in as many calls as it
 * comes in. Not thread-safe.
 */
final class Base64Writer {
    private static final int LINE = 76;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long CRS = ONES * '\r';
    private static final long LFS = ONES * '\n';

    /** Two characters for each twelve bits, the first in the low octet. */
    private static final char[] PAIRS = new char[1 << 12];

    static {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (char) (alphabet.charAt(i & 63) << 8 | alphabet.charAt(i >> 6));
        }
    }

    private int column;
    private int pending;
    private int phase;
    private boolean afterCr;
    private boolean open = true;

    /** How many octets wait for others to make three with: 0, 1 or 2. */
    int phase() {
        return phase;
    }

    boolean isAfterCr() {
        return afterCr;
    }

    /** Whether there is no line break at the end, nor any octet at all. */
    boolean isOpen() {
        return open;
    }

    /**
     * Ends the line before octets that are written in another way.
     *
     * @param missing the one or two octets that make a quantum of those that wait; not used if none does
     */
    void seam(int missing, Octets out) {
        out.reserve(8);
        byte[] target = out.array();
        int at = out.length();
        if (phase > 0) {
            at = quantum(target, at, pending << (24 - 8 * phase) | missing);
        }
        if (column > 0) {
            target[at] = '\r';
            target[at + 1] = '\n';
            at += 2;
        }
        out.length(at);
    }

    /**
     * Takes note of whole quanta that were encoded before and are written in another way.
     *
     * @param left the octets behind them, which wait now
     * @param count their number
     */
    void passed(int newColumn, int left, int count) {
        column = newColumn;
        pending = left;
        phase = count;
    }

    /** Takes note of what the text ended with whose octets went through {@link #octets}. */
    void ended(boolean withCr, boolean newOpen) {
        afterCr = withCr;
        open = newOpen;
    }

    /** Writes text; CRLF, CR and LF all become CRLF. */
    void write(byte[] text, int from, int to, Octets out) {
        if (to == from) {
            return;
        }
        int start = afterCr && text[from] == '\n' ? from + 1 : from;
        while (start < to) {
            int end = lineEnd(text, start, to);
            octets(text, start, end, out);
            start = end + 1;
            if (end < to) {
                octets(CRLF, 0, 2, out);
                start += text[end] == '\r' && start < to && text[start] == '\n' ? 1 : 0;
            }
        }
        ended(text[to - 1] == '\r', isInLine(text[to - 1]));
    }

    /** Returns where the first CR or LF stands, or else {@code to}. */
    private static int lineEnd(byte[] text, int from, int to) {
        int i = from;
        while (to - i >= Long.BYTES) {
            long eight = (long) LONG.get(text, i);
            if ((zeros(eight ^ CRS) | zeros(eight ^ LFS)) != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < to && isInLine(text[i])) {
            i++;
        }
        return i;
    }

    /** Returns 0 unless an octet of the eight is 0; see Warren, Hacker's Delight, 6-1. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & ONES << 7;
    }

    /** Writes octets as they are. */
    void octets(byte[] source, int from, int to, Octets out) {
        // Three octets make four, and 57 a line; some may wait already.
        out.reserve(2 * (to - from) + 16);
        byte[] target = out.array();
        int at = out.length();
        int i = from;
        while (phase != 0 && i < to) {
            at = octet(target, at, source[i++]);
        }
        while (to - i >= 3) {
            at = newLineIfFull(target, at);
            int quanta = Math.min((LINE - column) / 4, (to - i) / 3);
            column += 4 * quanta;
            for (int stop = i + 3 * quanta; i < stop; i += 3, at += 4) {
                put(target, at, (source[i] & 0xFF) << 16 | (source[i + 1] & 0xFF) << 8 | (source[i + 2] & 0xFF));
            }
        }
        while (i < to) {
            at = octet(target, at, source[i++]);
        }
        out.length(at);
    }

    /** Writes what waits, padded. */
    void finish(Octets out) {
        if (phase == 0) {
            return;
        }
        int padding = 3 - phase;
        out.reserve(6);
        int at = quantum(out.array(), out.length(), pending << (8 * padding));
        for (int i = 1; i <= padding; i++) {
            out.array()[at - i] = '=';
        }
        out.length(at);
        phase = 0;
        pending = 0;
    }

    private int octet(byte[] octets, int at, int octet) {
        pending = pending << 8 | (octet & 0xFF);
        if (++phase < 3) {
            return at;
        }
        int next = quantum(octets, at, pending);
        phase = 0;
        pending = 0;
        return next;
    }

    private int quantum(byte[] octets, int start, int three) {
        int at = newLineIfFull(octets, start);
        put(octets, at, three);
        column += 4;
        return at + 4;
    }

    private int newLineIfFull(byte[] octets, int at) {
        if (column < LINE) {
            return at;
        }
        octets[at] = '\r';
        octets[at + 1] = '\n';
        column = 0;
        return at + 2;
    }

    /** Writes three octets as four characters. */
    static void put(byte[] octets, int at, int three) {
        INT.set(octets, at, PAIRS[three >> 12] | PAIRS[three & 0xFFF] << 16);
    }

    int column() {
        return column;
    }

    private static boolean isInLine(byte c) {
        return c != '\r' && c != '\n';
    }
}
