package dev.hato.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * Hashes a body in its canonical form while its octets pass by (RFC 6376, 3.4.3 and 3.4.4).
 *
 * <p>What stays as it is is copied in runs; only line ends and white space are looked at one by one. Line ends are
 * held back until something follows them, since those at the end of the body do not count. Not thread-safe.
 */
final class BodyHash {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGHEST = 0x8080808080808080L;

    private final boolean relaxed;
    private final long limit;
    private final MessageDigest digest;
    /** The digest costs more a call than an octet, and indented lines make short runs. */
    private final byte[] buffer = new byte[4096];

    private int used;
    private long length;
    private long heldLineEnds;
    private boolean heldSpace;
    private boolean heldCr;
    private boolean bare;

    /**
     * Begins a body.
     *
     * @param limit how many octets of the canonical form are hashed; {@code Long.MAX_VALUE} for all
     */
    BodyHash(Canonicalization canonicalization, long limit) {
        this.relaxed = canonicalization == Canonicalization.RELAXED;
        this.limit = limit;
        this.digest = Digests.sha256();
    }

    void update(byte[] source, int from, int to) {
        int i = from;
        while (i < to) {
            byte c = source[i];
            if (c == '\r' && !heldCr && i + 1 < to && source[i + 1] == '\n') {
                lineEnd();
                i += 2;
            } else if (heldCr || !isPlain(c)) {
                special(c);
                i++;
                while (heldSpace && i < to && HeaderFields.isWsp(source[i])) {
                    i++;
                }
            } else {
                int end = relaxed ? relaxedRun(source, i + 1, to) : simpleRun(source, i + 1, to);
                release();
                emit(source, i, end - i);
                i = end;
            }
        }
    }

    private boolean isPlain(byte c) {
        return c > ' ' || c < 0 || (c != '\r' && c != '\n' && !(relaxed && (c == ' ' || c == '\t')));
    }

    /** Returns the end of what relaxed leaves alone: single spaces and line ends between visible octets too. */
    private static int relaxedRun(byte[] source, int from, int to) {
        int i = from;
        while (true) {
            i = skipQuiet(source, i, to);
            if (!isLineEndBeforeVisible(source, i, to)) {
                return i;
            }
            i += 3;
        }
    }

    private static int simpleRun(byte[] source, int from, int to) {
        int i = from;
        while (true) {
            i = skipQuiet(source, i, to);
            if (i < to && source[i] != '\r' && source[i] != '\n') {
                i++;
            } else if (isLineEndBeforeVisible(source, i, to)) {
                i += 3;
            } else {
                return i;
            }
        }
    }

    private static boolean isLineEndBeforeVisible(byte[] source, int i, int to) {
        return i + 2 < to && source[i] == '\r' && source[i + 1] == '\n' && isVisible(source[i + 2]);
    }

    private static boolean isVisible(byte c) {
        return c > ' ' || c < 0;
    }

    /**
     * Returns the end of visible octets with single spaces between them, given that a visible one stands before
     * {@code from}. Eight octets are looked at in one step; in each mask an octet has its highest bit.
     */
    private static int skipQuiet(byte[] source, int from, int to) {
        int i = from;
        while (i + 8 <= to) {
            long eight = (long) EIGHT.get(source, i);
            // The lowest flag is that of the first control; higher ones may be set by a borrow.
            long controls = (eight - 0x2020202020202020L) & ~eight & HIGHEST;
            long others = eight ^ 0x2020202020202020L;
            long spaces = ~(((others & ~HIGHEST) + ~HIGHEST) | others) & HIGHEST;
            long stops = controls | (spaces & (spaces >>> 8));
            if (stops != 0) {
                int stop = i + Long.numberOfTrailingZeros(stops) / 8;
                return stop > i && source[stop - 1] == ' ' ? stop - 1 : stop;
            }
            // What follows a space in the last octet decides about it.
            i += spaces < 0 ? 7 : 8;
        }
        while (i < to && (isVisible(source[i]) || (source[i] == ' ' && i + 1 < to && isVisible(source[i + 1])))) {
            i++;
        }
        return i;
    }

    private void special(byte c) {
        if (heldCr) {
            heldCr = false;
            if (c == '\n') {
                lineEnd();
                return;
            }
            bareCr();
        }
        if (c == '\r') {
            heldCr = true;
        } else if (c == '\n') {
            bare = true;
            lineEnd();
        } else if (relaxed && (c == ' ' || c == '\t')) {
            heldSpace = true;
        } else {
            release();
            emit(c);
        }
    }

    private void bareCr() {
        bare = true;
        release();
        emit((byte) '\r');
    }

    private void lineEnd() {
        heldSpace = false;
        heldLineEnds++;
    }

    private void release() {
        for (; heldLineEnds > 0; heldLineEnds--) {
            emit((byte) '\r');
            emit((byte) '\n');
        }
        if (heldSpace) {
            heldSpace = false;
            emit((byte) ' ');
        }
    }

    private void emit(byte octet) {
        if (length++ < limit) {
            if (used == buffer.length) {
                digest.update(buffer, 0, used);
                used = 0;
            }
            buffer[used++] = octet;
        }
    }

    private void emit(byte[] source, int from, int count) {
        int hashed = (int) Math.max(0, Math.min(count, limit - length));
        length += count;
        if (hashed > buffer.length - used) {
            digest.update(buffer, 0, used);
            used = 0;
            if (hashed > buffer.length) {
                digest.update(source, from, hashed);
                return;
            }
        }
        System.arraycopy(source, from, buffer, used, hashed);
        used += hashed;
    }

    /** Ends the body and returns its hash. */
    byte[] finish() {
        if (heldCr) {
            heldCr = false;
            bareCr();
        }
        // An empty body is empty when relaxed, and one line end when simple.
        if (length > 0 || !relaxed) {
            emit((byte) '\r');
            emit((byte) '\n');
        }
        digest.update(buffer, 0, used);
        used = 0;
        return digest.digest();
    }

    /** Returns the length of the canonical form, known when the body is finished. */
    long length() {
        return length;
    }

    /** Returns whether a CR or LF stood alone. A bare LF counts as a line end, a bare CR as an octet like others. */
    boolean hasBareLineEnds() {
        return bare;
    }
}
