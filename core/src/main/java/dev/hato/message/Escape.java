package dev.hato.message;

import java.util.Locale;
import java.util.Set;

/** How a value is written, by the place where its slot stands. */
enum Escape {
    /** HTML text: trusted HTML passes. */
    HTML,
    /** The content of {@code title} and {@code textarea}: entities count, tags do not. */
    HTML_RAW,
    /** A quoted attribute value. */
    ATTRIBUTE,
    /** An attribute value without quotes, behind its first character. */
    UNQUOTED,
    /** The beginning of an attribute value without quotes. */
    UNQUOTED_START,
    /** The beginning of an URL in a quoted attribute. */
    URL,
    /** The beginning of an URL in an attribute without quotes. */
    URL_UNQUOTED_START,
    /** A component of an URL. */
    URL_PART,
    /** The address of a mailto link. */
    URL_MAIL,
    /** The beginning of an URL in plain text. */
    URL_TEXT,
    /** A style sheet or style attribute: harmless characters only, else nothing. */
    CSS,
    /** A comment. */
    COMMENT,
    /** Plain text, and the one line of a header, which is cleaned as a whole. */
    TEXT;

    /** What stands for an URL that must not be followed. */
    static final String BLOCKED = "#blocked";

    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto", "tel", "cid");
    private static final String HEX = "0123456789ABCDEF";

    /** The ASCII characters that stand for themselves in each kind of place. */
    private static final boolean[] AS_TEXT = passable("");

    private static final boolean[] AS_MARKUP = passable("&<>");
    private static final boolean[] AS_ATTRIBUTE = passable("&<>\"'");
    private static final boolean[] AS_URL_PART = unreserved("-._~");
    private static final boolean[] AS_URL_MAIL = unreserved("-._~@");

    private static boolean[] passable(String but) {
        boolean[] table = new boolean[0x80];
        for (char c = 0; c < table.length; c++) {
            table[c] = isPassable(c) && but.indexOf(c) < 0;
        }
        return table;
    }

    private static boolean[] unreserved(String more) {
        boolean[] table = new boolean[0x80];
        for (char c = 0; c < table.length; c++) {
            table[c] = isAlphanumeric(c) || more.indexOf(c) >= 0;
        }
        return table;
    }

    /** Whether all that is written is ASCII. */
    boolean isAscii() {
        return switch (this) {
            case URL, URL_TEXT, URL_UNQUOTED_START, URL_PART, URL_MAIL, CSS -> true;
            case HTML, HTML_RAW, ATTRIBUTE, UNQUOTED, UNQUOTED_START, COMMENT, TEXT -> false;
        };
    }

    /** Writes the value. */
    void write(String value, Utf8Buffer out) {
        switch (this) {
            case HTML, HTML_RAW -> markup(value, out, false);
            case ATTRIBUTE -> markup(value, out, true);
            case COMMENT -> comment(value, out);
            case UNQUOTED -> unquoted(value, out);
            case UNQUOTED_START -> unquoted(value.isEmpty() ? " " : value, out);
            case URL, URL_TEXT -> url(value, out, this == URL ? "&amp;" : "&");
            case URL_UNQUOTED_START -> url(value.isBlank() ? "#" : value, out, "&amp;");
            case URL_PART -> percent(value, out, AS_URL_PART);
            case URL_MAIL -> percent(value, out, AS_URL_MAIL);
            case CSS -> css(value, out);
            case TEXT -> text(value, out);
        }
    }

    private static void text(String value, Utf8Buffer out) {
        for (int i = out.ascii(value, AS_TEXT); i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                i = wide(value, i, out);
            } else if (isPassable(c)) {
                out.ascii(c);
            }
        }
    }

    private static void markup(String value, Utf8Buffer out, boolean quotes) {
        for (int i = out.ascii(value, quotes ? AS_ATTRIBUTE : AS_MARKUP); i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                i = wide(value, i, out);
            } else if (c == '&') {
                out.ascii("&amp;");
            } else if (c == '<') {
                out.ascii("&lt;");
            } else if (c == '>') {
                out.ascii("&gt;");
            } else if (quotes && c == '"') {
                out.ascii("&#34;");
            } else if (quotes && c == '\'') {
                out.ascii("&#39;");
            } else if (isPassable(c)) {
                out.ascii(c);
            }
        }
    }

    private static void comment(String value, Utf8Buffer out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                i = wide(value, i, out);
            } else if (c == '-' || c == '<' || c == '>' || c == '&' || c == '[' || c == ']' || c == '!') {
                reference(c, out);
            } else if (isPassable(c)) {
                out.ascii(c);
            }
        }
    }

    private static void unquoted(String value, Utf8Buffer out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                i = wide(value, i, out);
            } else if (isUnreserved(c)) {
                out.ascii(c);
            } else if (isPassable(c)) {
                reference(c, out);
            }
        }
    }

    private static void reference(char c, Utf8Buffer out) {
        out.ascii("&#");
        out.ascii(Integer.toString(c));
        out.ascii(';');
    }

    /** Writes one character beyond ASCII and returns the index of its last unit. */
    private static int wide(String value, int index, Utf8Buffer out) {
        int cp = value.codePointAt(index);
        if (cp >= 0xA0) {
            out.codePoint(cp);
        }
        return cp >= 0x10000 ? index + 1 : index;
    }

    /** Passes a harmless colour, length or name; drops anything else whole. */
    private static void css(String value, Utf8Buffer out) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isAlphanumeric(c) && " #%.,_-".indexOf(c) < 0) {
                return;
            }
        }
        out.ascii(value);
    }

    private static void url(String value, Utf8Buffer out, String ampersand) {
        String url = value.strip();
        if (!isHarmless(url)) {
            out.ascii(BLOCKED);
            return;
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == '&') {
                out.ascii(ampersand);
            } else if (isUnreserved(c) || ":/?#[]@!$()*+,;=%".indexOf(c) >= 0) {
                out.ascii(c);
            } else {
                i = percent(url, i, out);
            }
        }
    }

    /**
     * Whether the URL is relative or has a scheme that cannot run anything. Browsers drop control
     * characters inside a scheme, so an URL with any is refused.
     */
    static boolean isHarmless(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c < ' ' || c == 0x7F) {
                return false;
            }
        }
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c == ':') {
                return SCHEMES.contains(url.substring(0, i).toLowerCase(Locale.ROOT));
            }
            if (c == '/' || c == '?' || c == '#') {
                return true;
            }
        }
        return true;
    }

    private static void percent(String value, Utf8Buffer out, boolean[] kept) {
        for (int i = out.ascii(value, kept); i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x80 && kept[c]) {
                out.ascii(c);
            } else {
                i = percent(value, i, out);
            }
        }
    }

    /** Writes one character percent-encoded (RFC 3986, 2.1) and returns the index of its last unit. */
    private static int percent(String value, int index, Utf8Buffer out) {
        int cp = value.codePointAt(index);
        Utf8Buffer one = new Utf8Buffer(16);
        one.codePoint(cp);
        for (byte b : one.toByteArray()) {
            out.ascii('%');
            out.ascii(HEX.charAt((b >> 4) & 15));
            out.ascii(HEX.charAt(b & 15));
        }
        return cp >= 0x10000 ? index + 1 : index;
    }

    /** Returns the text percent-encoded as a component of an URL. */
    static String percentEncoded(String value) {
        Utf8Buffer out = new Utf8Buffer(value.length() + 16);
        percent(value, out, AS_URL_PART);
        return out.toString();
    }

    /** Whether a character below U+0080 may stand in a body: no control characters but tab and line ends. */
    private static boolean isPassable(char c) {
        return (c >= ' ' && c != 0x7F) || c == '\n' || c == '\t' || c == '\r';
    }

    private static boolean isUnreserved(char c) {
        return isAlphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
