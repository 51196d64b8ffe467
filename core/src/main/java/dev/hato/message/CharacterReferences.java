package dev.hato.message;

import org.jsoup.nodes.Entities;

/**
 * Decodes the character references of HTML, once (WHATWG HTML, 13.2.5.72 ff.): named ones, of which some need no
 * semicolon, and numeric ones.
 */
final class CharacterReferences {
    /** The longest of the names that need no semicolon. */
    private static final int LONGEST_BARE = 6;

    private static final int LONGEST_NAME = 40;
    private static final String WINDOWS_1252 =
            "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152"
                    + "\u008D\u017D\u008F\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    private final String text;
    private final boolean attribute;
    private final StringBuilder out;
    private int at;

    private CharacterReferences(String text, boolean attribute) {
        this.text = text;
        this.attribute = attribute;
        this.out = new StringBuilder(text.length());
    }

    /**
     * Returns the text with its references decoded.
     *
     * @param attribute whether it is an attribute's value, where {@code &copy=1} is no reference
     */
    static String decode(String text, boolean attribute) {
        return text.indexOf('&') < 0 ? text : new CharacterReferences(text, attribute).all();
    }

    private String all() {
        while (at < text.length()) {
            int next = text.indexOf('&', at);
            if (next < 0) {
                break;
            }
            out.append(text, at, next);
            at = next + 1;
            boolean known = peek(at) == '#' ? numeric() : named();
            if (!known) {
                out.append('&');
            }
        }
        return out.append(text, at, text.length()).toString();
    }

    private char peek(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }

    /** Reads a name and goes behind it, or returns false. */
    private boolean named() {
        int end = at;
        while (end - at < LONGEST_NAME && isAlphanumeric(peek(end))) {
            end++;
        }
        if (end > at && peek(end) == ';') {
            String value = Entities.getByName(text.substring(at, end));
            if (!value.isEmpty()) {
                out.append(value);
                at = end + 1;
                return true;
            }
        }
        for (int length = Math.min(LONGEST_BARE, end - at); length >= 2; length--) {
            String name = text.substring(at, at + length);
            if (Entities.isBaseNamedEntity(name)) {
                char next = peek(at + length);
                if (attribute && (next == '=' || isAlphanumeric(next))) {
                    return false;
                }
                out.append(Entities.getByName(name));
                at += length;
                at += next == ';' ? 1 : 0;
                return true;
            }
        }
        return false;
    }

    private boolean numeric() {
        boolean hex = (peek(at + 1) | 0x20) == 'x';
        int radix = hex ? 16 : 10;
        int first = at + (hex ? 2 : 1);
        int end = first;
        int code = 0;
        while (digit(peek(end), radix) >= 0) {
            code = Math.min(Character.MAX_CODE_POINT + 1, code * radix + digit(text.charAt(end), radix));
            end++;
        }
        if (end == first) {
            return false;
        }
        boolean none = code == 0 || code > Character.MAX_CODE_POINT || (code >= 0xD800 && code <= 0xDFFF);
        boolean windows = code >= 0x80 && code < 0xA0;
        out.appendCodePoint(none ? 0xFFFD : windows ? WINDOWS_1252.charAt(code - 0x80) : code);
        at = end + (peek(end) == ';' ? 1 : 0);
        return true;
    }

    private static int digit(char c, int radix) {
        return c < 0x80 ? Character.digit(c, radix) : -1;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
