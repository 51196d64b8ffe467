package dev.hato.message;

/**
 * Writes text as base64 (RFC 2045, 6.8) in lines of at most 76 characters, in as many calls as it
 * comes in. Not thread-safe.
 */
final class Base64Writer {
    private static final int LINE = 76;
    private static final byte[] ALPHABET = new byte[64];

    static {
        for (int i = 0; i < 64; i++) {
            ALPHABET[i] = (byte) "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".charAt(i);
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

    /** Takes note of whole quanta that were encoded before and are written in another way. */
    void passed(int newColumn) {
        column = newColumn;
    }

    /** Takes note of what the text ended with whose octets went through {@link #octets}. */
    void ended(boolean withCr, boolean newOpen) {
        afterCr = withCr;
        open = newOpen;
    }

    /** Writes octets as they are. */
    void octets(byte[] source, int from, int to, Octets out) {
        out.reserve(2 * (to - from) + 16);
        int at = out.length();
        for (int i = from; i < to; i++) {
            at = octet(out.array(), at, source[i]);
        }
        out.length(at);
    }

    /** Writes text; CRLF, CR and LF all become CRLF. */
    void write(byte[] text, int from, int to, Octets out) {
        if (to == from) {
            return;
        }
        // Every octet may be a line break of two; three octets make four, and 57 a line.
        out.reserve(3 * (to - from) + 16);
        byte[] octets = out.array();
        int at = out.length();
        int i = from;
        while (i < to) {
            if (phase == 0 && i + 3 <= to && isInLine(text[i]) && isInLine(text[i + 1]) && isInLine(text[i + 2])) {
                at = quantum(octets, at, (text[i] & 0xFF) << 16 | (text[i + 1] & 0xFF) << 8 | (text[i + 2] & 0xFF));
                afterCr = false;
                i += 3;
                continue;
            }
            byte c = text[i++];
            if (isInLine(c)) {
                at = octet(octets, at, c);
                afterCr = false;
            } else {
                if (c == '\r' || !afterCr) {
                    at = octet(octets, at, '\r');
                    at = octet(octets, at, '\n');
                }
                afterCr = c == '\r';
            }
        }
        open = isInLine(text[to - 1]);
        out.length(at);
    }

    /** Ends the line, unless it has just begun. */
    void breakLine(Octets out) {
        if (column > 0) {
            out.crlf();
            column = 0;
        }
    }

    /** Writes what waits, padded. */
    void finish(Octets out) {
        if (phase == 0) {
            return;
        }
        int padding = 3 - phase;
        out.reserve(6);
        int at = quantum(out.array(), out.length(), pending << 8 * padding);
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
        int at = start;
        if (column == LINE) {
            octets[at++] = '\r';
            octets[at++] = '\n';
            column = 0;
        }
        put(octets, at, three);
        column += 4;
        return at + 4;
    }

    /** Writes three octets as four characters. */
    static void put(byte[] octets, int at, int three) {
        octets[at] = ALPHABET[three >> 18 & 63];
        octets[at + 1] = ALPHABET[three >> 12 & 63];
        octets[at + 2] = ALPHABET[three >> 6 & 63];
        octets[at + 3] = ALPHABET[three & 63];
    }

    int column() {
        return column;
    }

    private static boolean isInLine(byte c) {
        return c != '\r' && c != '\n';
    }
}
