package dev.hato.dkim;

import java.security.MessageDigest;

/**
 * Hashes a body in its canonical form while its octets pass by (RFC 6376, 3.4.3 and 3.4.4).
 *
 * <p>What stays as it is goes to the digest in long runs out of the caller's array; only line ends and white
 * space are looked at one by one. Line ends are held back until something follows them, since those at the
 * end of the body do not count. Not thread-safe.
 */
final class BodyHash {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] SPACE = {' '};
    private static final byte[] CR = {'\r'};

    private final boolean relaxed;
    private final long limit;
    private final MessageDigest digest;
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
            if (heldCr || !isPlain(source[i])) {
                special(source[i++]);
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
        while (i < to) {
            byte c = source[i];
            if (c > ' ' || c < 0) {
                i++;
            } else if (c == ' ' && i + 1 < to && isVisible(source[i + 1])) {
                i += 2;
            } else if (c == '\r' && i + 2 < to && source[i + 1] == '\n' && isVisible(source[i + 2])) {
                i += 3;
            } else {
                return i;
            }
        }
        return i;
    }

    private static boolean isVisible(byte c) {
        return c > ' ' || c < 0;
    }

    private static int simpleRun(byte[] source, int from, int to) {
        int i = from;
        while (i < to) {
            byte c = source[i];
            if (c != '\r' && c != '\n') {
                i++;
            } else if (c == '\r' && i + 2 < to && source[i + 1] == '\n' && isVisible(source[i + 2])) {
                i += 3;
            } else {
                return i;
            }
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
            emit(new byte[] {c}, 0, 1);
        }
    }

    private void bareCr() {
        bare = true;
        release();
        emit(CR, 0, 1);
    }

    private void lineEnd() {
        heldSpace = false;
        heldLineEnds++;
    }

    private void release() {
        for (; heldLineEnds > 0; heldLineEnds--) {
            emit(CRLF, 0, 2);
        }
        if (heldSpace) {
            heldSpace = false;
            emit(SPACE, 0, 1);
        }
    }

    private void emit(byte[] source, int from, int count) {
        if (length < limit) {
            digest.update(source, from, (int) Math.min(count, limit - length));
        }
        length += count;
    }

    /** Ends the body and returns its hash. */
    byte[] finish() {
        if (heldCr) {
            heldCr = false;
            bareCr();
        }
        // An empty body is empty when relaxed, and one line end when simple.
        if (length > 0 || !relaxed) {
            emit(CRLF, 0, 2);
        }
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
