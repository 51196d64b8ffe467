package dev.hato.message;

import dev.hato.contact.EmailAddress;

/**
 * Writes one header after the other as {@link HeaderWriter} does, to the same octets, with a short way for the
 * values that are usual: printable ASCII, and text of Japanese and ASCII letters in encoded words. Not
 * thread-safe.
 */
final class HeaderLine {
    private static final int FOLD_AT = 76;
    private static final int MAX_WORD = 75;
    private static final int LONGEST_RUN = 900;
    private static final byte[] WORD_START = {'=', '?', 'U', 'T', 'F', '-', '8', '?', 'B', '?'};
    private static final int FRAME = WORD_START.length + 2;

    /** What an octet of a value may be: its bits are larger, the more there is to look at. */
    private static final byte[] OCTETS = new byte[256];

    private static final int LETTER = 1;
    private static final int MARK = 2;
    private static final int SPACE = 4;
    private static final int QUESTION = 8;
    private static final int WIDE = 16;
    private static final int BAD = 32;

    static {
        for (int c = 0; c < OCTETS.length; c++) {
            boolean letter = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean wide = (c >= 0xE3 && c <= 0xE9) || c == 0xEF;
            OCTETS[c] = (byte) (letter ? LETTER : c > ' ' && c < 0x7F ? MARK : wide ? WIDE : BAD);
        }
        OCTETS[' '] = SPACE;
        OCTETS['?'] = QUESTION;
    }

    private final Utf8Buffer value;
    private final Octets out;
    private final HeaderWriter writer;

    /**
     * Makes a writer.
     *
     * @param value a buffer for one value
     */
    HeaderLine(Utf8Buffer value, Octets out) {
        this.value = value;
        this.out = out;
        this.writer = new HeaderWriter(out);
    }

    /** Writes a header that the program fills. */
    void filled(String name, Program program, Fields fields) {
        value.reset();
        program.run(fields, value);
        if (!shortWay(name)) {
            writer.text(name, OneLine.of(value.toString()));
        }
    }

    /** Writes a header. */
    void text(String name, String text) {
        value.reset();
        value.text(text);
        if (!shortWay(name)) {
            writer.text(name, text);
        }
    }

    /** Writes a mailbox. */
    void mailbox(String name, Mailbox mailbox) {
        String display = mailbox.name();
        EmailAddress address = mailbox.address();
        if (display == null) {
            out.ascii(name).put(':').put(' ').put(address.wire()).crlf();
            return;
        }
        value.reset();
        value.text(display);
        Kind kind = kind(value.array(), value.size());
        String wire = address.wire();
        int start = name.length() + 1;
        if (kind == Kind.WORDS) {
            out.ascii(name).put(':');
            int column = words(value.array(), value.size(), start);
            if (column + 3 + wire.length() > FOLD_AT) {
                out.crlf();
            }
        } else if (kind == Kind.ATOMS && start + 4 + value.size() + wire.length() <= FOLD_AT) {
            out.ascii(name).put(':').put(' ').put(value.array(), 0, value.size());
        } else {
            writer.mailbox(name, mailbox);
            return;
        }
        out.put(' ').put('<').put(wire).put('>').crlf();
    }

    /**
     * Writes the Message-ID.
     *
     * @throws IllegalArgumentException if it is none
     */
    void messageId(String messageId) {
        if (!isUsualMessageId(messageId)) {
            MimeWriter.requireMessageId(messageId);
        }
        out.ascii("Message-ID: ").ascii(messageId).crlf();
    }

    private static boolean isUsualMessageId(String id) {
        int at = id.indexOf('@');
        int last = id.length() - 1;
        if (at < 2 || at > 201 || last - at < 2 || last - at > 256 || id.charAt(0) != '<' || id.charAt(last) != '>') {
            return false;
        }
        for (int i = 1; i < last; i++) {
            char c = id.charAt(i);
            boolean usual = c < 0x80 && (OCTETS[c] == LETTER || c == '.' || c == '-');
            if (!usual && i != at) {
                return false;
            }
        }
        return true;
    }

    /** What can be done with a value. */
    private enum Kind {
        /** Letters, digits and single spaces between them: a phrase that needs no quotes. */
        ATOMS,
        /** Printable ASCII that stands as it is. */
        ASCII,
        /** Japanese and ASCII characters that do not combine, shorter in base64 than in Q. */
        WORDS,
        /** Anything else. */
        OTHER
    }

    private boolean shortWay(String name) {
        byte[] octets = value.array();
        int length = value.size();
        Kind kind = kind(octets, length);
        if (kind == Kind.OTHER) {
            return false;
        }
        out.ascii(name).put(':');
        if (kind == Kind.WORDS) {
            words(octets, length, name.length() + 1);
        } else {
            folded(octets, length, name.length() + 1);
        }
        out.crlf();
        return true;
    }

    private static Kind kind(byte[] octets, int length) {
        if (length == 0 || octets[0] == ' ' || octets[length - 1] == ' ') {
            return Kind.OTHER;
        }
        int wide = 0;
        int all = 0;
        int word = 0;
        int longest = 0;
        for (int i = 0; i < length; i++) {
            int octet = OCTETS[octets[i] & 0xFF];
            all |= octet;
            if (octet <= MARK) {
                continue;
            }
            if (octet == WIDE && isSimple(octets, i, length)) {
                wide++;
                i += 2;
            } else if (octet == SPACE && octets[i - 1] != ' ') {
                longest = Math.max(longest, i - word);
                word = i;
            } else if (octet != QUESTION || (i > 0 && octets[i - 1] == '=')) {
                return Kind.OTHER;
            }
        }
        if (wide == 0) {
            boolean fits = Math.max(longest, length - word) <= LONGEST_RUN;
            return !fits ? Kind.OTHER : (all & (MARK | QUESTION)) == 0 ? Kind.ATOMS : Kind.ASCII;
        }
        // Q takes nine characters for a wide one and at least one for another; see EncodedWords.
        boolean shorter = (length + 2) / 3 * 4 < 6 * wide + length;
        return shorter && !isWideSpace(octets, 0) && !isWideSpace(octets, length - 3) ? Kind.WORDS : Kind.OTHER;
    }

    /** Whether a character of U+3000 to U+9FFF or U+FF00 to U+FF9D begins there that does not combine with others. */
    private static boolean isSimple(byte[] octets, int i, int length) {
        if (i + 2 >= length) {
            return false;
        }
        int lead = octets[i] & 0xFF;
        int second = octets[i + 1] & 0xFF;
        int third = octets[i + 2] & 0xFF;
        if (lead == 0xE3) {
            // U+302A to U+302F and U+3099, U+309A are marks.
            return !(second == 0x80 && third >= 0xAA && third <= 0xAF)
                    && !(second == 0x82 && (third == 0x99 || third == 0x9A));
        }
        if (lead >= 0xE4 && lead <= 0xE9) {
            return true;
        }
        return lead == 0xEF
                && (second == 0xBC || (second == 0xBD && third <= 0xBF) || (second == 0xBE && third < 0x9E));
    }

    private static boolean isWideSpace(byte[] octets, int at) {
        return at >= 0 && octets[at] == (byte) 0xE3 && octets[at + 1] == (byte) 0x80 && octets[at + 2] == (byte) 0x80;
    }

    /** Writes ASCII, folded at its spaces. */
    private void folded(byte[] octets, int length, int start) {
        int column = start;
        int from = 0;
        while (from <= length) {
            int to = from;
            while (to < length && octets[to] != ' ') {
                to++;
            }
            if (from > 0 && column + 1 + to - from > FOLD_AT) {
                out.crlf();
                column = 0;
            }
            out.put(' ').put(octets, from, to - from);
            column += 1 + to - from;
            from = to + 1;
        }
    }

    /** Writes encoded words of whole characters and returns the column behind them. */
    private int words(byte[] octets, int length, int start) {
        int column = start;
        int max = Math.min(FOLD_AT - start - 1, MAX_WORD) - FRAME;
        int from = 0;
        boolean first = true;
        while (from < length) {
            int to = wordEnd(octets, from, length, max < 0 ? 0 : max / 4 * 3);
            max = MAX_WORD - FRAME;
            int width = to == from ? 0 : FRAME + (to - from + 2) / 3 * 4;
            if (!first && column + 1 + width > FOLD_AT) {
                out.crlf();
                column = 0;
            }
            first = false;
            out.put(' ');
            if (to > from) {
                word(octets, from, to);
            }
            column += 1 + width;
            from = to;
        }
        return column;
    }

    private static int wordEnd(byte[] octets, int from, int length, int room) {
        int to = Math.min(length, from + room);
        while (to > from && to < length && (octets[to] & 0xC0) == 0x80) {
            to--;
        }
        return to;
    }

    private void word(byte[] octets, int from, int to) {
        out.put(WORD_START, 0, WORD_START.length);
        out.reserve((to - from + 2) / 3 * 4);
        byte[] target = out.array();
        int at = out.length();
        int i = from;
        for (; i + 3 <= to; i += 3, at += 4) {
            Base64Writer.put(
                    target, at, (octets[i] & 0xFF) << 16 | (octets[i + 1] & 0xFF) << 8 | (octets[i + 2] & 0xFF));
        }
        if (i < to) {
            int two = i + 1 < to ? octets[i + 1] & 0xFF : 0;
            Base64Writer.put(target, at, (octets[i] & 0xFF) << 16 | two << 8);
            target[at + 3] = '=';
            if (i + 1 == to) {
                target[at + 2] = '=';
            }
            at += 4;
        }
        out.length(at);
        out.put('?').put('=');
    }
}
