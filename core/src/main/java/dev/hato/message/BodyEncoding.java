package dev.hato.message;

import java.util.Base64;

/** The transfer encodings of RFC 2045, 6, and the choice between them. */
enum BodyEncoding {
    SEVEN_BIT("7bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private static final int MAX_LINE = 998;
    private static final int QP_LINE = 76;
    private static final byte ESC = 0x1B;
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    final String token;

    BodyEncoding(String token) {
        this.token = token;
    }

    /** Returns the encoding that needs the fewest octets; the text's lines end in CRLF. */
    static BodyEncoding forText(byte[] text) {
        return forText(text, MailCharset.UTF_8);
    }

    /** Returns the encoding for text in the charset, whose escape sequences may stand as they are. */
    static BodyEncoding forText(byte[] text, MailCharset charset) {
        boolean jis = charset instanceof MailCharset.Iso2022Jp;
        boolean safe = true;
        int quoted = 0;
        int line = 0;
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (c == '\r') {
                line = 0;
                i++; // CRLF, normalised before
                continue;
            }
            line++;
            if (c < ' ' ? c != '\t' : c == 0x7F) {
                safe &= jis && c == ESC;
                quoted++;
            } else if (c == '=') {
                quoted++;
            }
            if (line > MAX_LINE || (line == 1 && isUnsafeLineStart(text, i))) {
                safe = false;
            }
        }
        if (safe) {
            return SEVEN_BIT;
        }
        // Soft line breaks and the breaks of base64 lines both add some 4 %: they cancel out.
        long qp = text.length + 2L * quoted;
        long base64 = (text.length + 2L) / 3 * 4;
        return qp <= base64 ? QUOTED_PRINTABLE : BASE64;
    }

    /** "From " is altered by some servers, and "--=_" could be taken for one of our boundaries. */
    private static boolean isUnsafeLineStart(byte[] text, int i) {
        return startsWith(text, i, "From ") || startsWith(text, i, "--=_");
    }

    private static boolean startsWith(byte[] text, int from, String prefix) {
        if (text.length - from < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (text[from + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the text with each bare CR and bare LF turned into CRLF; the same array where there is none.
     *
     * @param closed whether the last line must end in CRLF, as it must where no boundary follows
     */
    static byte[] normalise(byte[] text, boolean closed) {
        int last = text.length - 1;
        boolean open = closed && (last < 0 || (text[last] != '\n' && text[last] != '\r'));
        int bare = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\r') {
                if (i + 1 < text.length && text[i + 1] == '\n') {
                    i++;
                } else {
                    bare++;
                }
            } else if (text[i] == '\n') {
                bare++;
            }
        }
        if (bare == 0 && !open) {
            return text;
        }
        byte[] out = new byte[text.length + bare + (open ? 2 : 0)];
        int o = 0;
        for (int i = 0; i < text.length; i++) {
            byte c = text[i];
            if (c == '\r' || c == '\n') {
                out[o++] = '\r';
                out[o++] = '\n';
                if (c == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
                    i++;
                }
            } else {
                out[o++] = c;
            }
        }
        if (open) {
            out[o++] = '\r';
            out[o] = '\n';
        }
        return out;
    }

    void write(byte[] content, Octets out) {
        switch (this) {
            case SEVEN_BIT -> out.put(content, 0, content.length);
            case QUOTED_PRINTABLE -> quotedPrintable(content, out);
            case BASE64 -> base64(content, out);
        }
    }

    private static void base64(byte[] content, Octets out) {
        byte[] encoded = Base64.getMimeEncoder(QP_LINE, CRLF).encode(content);
        out.put(encoded, 0, encoded.length);
    }

    private static void quotedPrintable(byte[] text, Octets out) {
        int line = 0;
        for (int i = 0; i < text.length; i++) {
            // Room for a soft break, an encoded octet and a line end, and most often for much more.
            out.reserve(8);
            byte[] to = out.array();
            int at = out.length();
            byte c = text[i];
            if (c == '\r') {
                to[at++] = '\r';
                to[at++] = '\n';
                out.length(at);
                i++;
                line = 0;
                continue;
            }
            boolean plain = isPlain(text, i, line);
            int width = plain ? 1 : 3;
            boolean lineEnds = i + 1 == text.length || text[i + 1] == '\r';
            if (line + width > (lineEnds ? QP_LINE : QP_LINE - 1)) {
                to[at++] = '=';
                to[at++] = '\r';
                to[at++] = '\n';
                line = 0;
                plain = isPlain(text, i, 0);
                width = plain ? 1 : 3;
            }
            if (plain) {
                to[at++] = c;
            } else {
                to[at++] = '=';
                to[at++] = HEX[c >> 4 & 0xF];
                to[at++] = HEX[c & 0xF];
            }
            out.length(at);
            line += width;
        }
    }

    private static boolean isPlain(byte[] text, int i, int column) {
        byte c = text[i];
        if (c == ' ' || c == '\t') {
            return i + 1 < text.length && text[i + 1] != '\r'; // white space at a line's end gets lost
        }
        // Dots at a line's start survive dot-stuffing that somebody forgot to undo only when encoded.
        return c > ' ' && c < 0x7F && c != '=' && !(column == 0 && (c == '.' || startsWith(text, i, "From ")));
    }
}
