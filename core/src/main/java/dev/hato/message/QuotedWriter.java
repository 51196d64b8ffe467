package dev.hato.message;

/**
 * Writes text as quoted-printable (RFC 2045, 6.7), in as many calls as it comes in. Wherever one call
 * ends, any other octets, or none, may follow: white space and what could begin "From " are encoded
 * there, and a soft line break has room. Not thread-safe.
 */
final class QuotedWriter {
    /** Leaves room for the equals sign of a soft line break in 76 characters. */
    static final int LAST_COLUMN = 75;

    /** The octets of a soft line break. */
    private static final int SOFT_BREAK = 3;

    private static final String FROM = "From ";
    private static final byte FIRST_OF_FROM = 'F';
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final boolean[] PLAIN = new boolean[256];

    static {
        for (int c = '!'; c <= '~'; c++) {
            PLAIN[c] = c != '=';
        }
    }

    private int column;
    private boolean afterCr;
    private boolean open = true;

    /** Whether an octet stands for itself anywhere but, for some, at the start of a line. */
    static boolean isPlain(byte octet) {
        return PLAIN[octet & 0xFF];
    }

    int column() {
        return column;
    }

    /** Whether the last octet was a CR, with which a following LF makes one line break. */
    boolean isAfterCr() {
        return afterCr;
    }

    /** Whether there is no line break at the end, nor any octet at all. */
    boolean isOpen() {
        return open;
    }

    /** Takes note of octets that were encoded before and are written in another way. */
    void passed(int newColumn, boolean newAfterCr, boolean newOpen) {
        column = newColumn;
        afterCr = newAfterCr;
        open = newOpen;
    }

    /** Writes octets; CRLF, CR and LF all become CRLF. */
    void write(byte[] text, int from, int to, Octets out) {
        // At most each octet takes three, and each line of at least 73 a soft break of three.
        out.reserve(3 * (to - from) + (to - from) / 8 + 8);
        byte[] octets = out.array();
        int at = out.length();
        int i = from;
        while (i < to) {
            byte c = text[i];
            if (PLAIN[c & 0xFF] && column > 0) {
                int stop = Math.min(to, i + LAST_COLUMN - column);
                int start = i;
                while (stop - i >= Long.BYTES) {
                    long eight = EightOctets.get(text, i);
                    if (!EightOctets.isGraphicBut(eight, '=')) {
                        break;
                    }
                    EightOctets.put(octets, at, eight);
                    i += Long.BYTES;
                    at += Long.BYTES;
                }
                while (i < stop && PLAIN[text[i] & 0xFF]) {
                    octets[at++] = text[i++];
                }
                column += i - start;
                afterCr = false;
                if (i < to && column == LAST_COLUMN && !isLineEnd(text[i])) {
                    at = softBreak(octets, at);
                    column = 0;
                }
                continue;
            }
            if (isLineEnd(c)) {
                if (c == '\r' || !afterCr) {
                    octets[at++] = '\r';
                    octets[at++] = '\n';
                    column = 0;
                }
                afterCr = c == '\r';
                i++;
                continue;
            }
            boolean plain = isPlain(text, i, to, column == 0);
            if (column + (plain ? 1 : 3) > LAST_COLUMN) {
                at = softBreak(octets, at);
                column = 0;
                plain = isPlain(text, i, to, true);
            }
            if (plain) {
                octets[at++] = c;
                column++;
            } else {
                octets[at++] = '=';
                octets[at++] = HEX[c >> 4 & 0xF];
                octets[at++] = HEX[c & 0xF];
                column += 3;
            }
            afterCr = false;
            i++;
        }
        if (to > from) {
            open = !isLineEnd(text[to - 1]);
        }
        out.length(at);
    }

    /** Writes octets that all stand for themselves, except some at the start of a line. */
    void plain(byte[] text, int from, int to, Octets out) {
        int i = from;
        while (i < to) {
            if (column == 0 && mayNotBeginLine(text, i, to)) {
                int few = Math.min(to, i + FROM.length());
                write(text, i, few, out);
                i = few;
            } else {
                i = lines(text, i, to, out);
            }
        }
    }

    /** Writes plain octets up to the first that may not begin the line that it comes to, and returns where that is. */
    private int lines(byte[] text, int from, int to, Octets out) {
        int all = to - from;
        out.reserve(all + all / 16 + SOFT_BREAK); // a line is longer than 16 soft breaks
        byte[] octets = out.array();
        int at = out.length();
        int i = from;
        int last = column;
        while (true) {
            int count = Math.min(to - i, LAST_COLUMN - last);
            System.arraycopy(text, i, octets, at, count);
            i += count;
            at += count;
            last += count;
            if (i == to) {
                break;
            }
            at = softBreak(octets, at);
            last = 0;
            if (mayNotBeginLine(text, i, to)) {
                break;
            }
        }
        column = last;
        afterCr = false;
        open = true;
        out.length(at);
        return i;
    }

    private static boolean mayNotBeginLine(byte[] text, int i, int to) {
        byte c = text[i];
        return c == '.' || (c == FIRST_OF_FROM && mayBeginFrom(text, i, to));
    }

    /** Ends the line without a line break in the text. */
    void softBreak(Octets out) {
        out.reserve(SOFT_BREAK);
        out.length(softBreak(out.array(), out.length()));
        column = 0;
    }

    /** Writes a soft line break, and returns where it ends. */
    static int softBreak(byte[] octets, int at) {
        octets[at] = '=';
        octets[at + 1] = '\r';
        octets[at + 2] = '\n';
        return at + SOFT_BREAK;
    }

    private static boolean isPlain(byte[] text, int i, int to, boolean lineStart) {
        byte c = text[i];
        if (c == ' ' || c == '\t') {
            return i + 1 < to && !isLineEnd(text[i + 1]); // white space at a line's end gets lost
        }
        return PLAIN[c & 0xFF] && !(lineStart && (c == '.' || mayBeginFrom(text, i, to)));
    }

    /** Whether "From ", which some servers alter at a line's start, stands there or may when more follows. */
    private static boolean mayBeginFrom(byte[] text, int i, int to) {
        for (int k = 0; k < FROM.length() && i + k < to; k++) {
            if (text[i + k] != FROM.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    static boolean isLineEnd(byte c) {
        return c == '\r' || c == '\n';
    }
}
