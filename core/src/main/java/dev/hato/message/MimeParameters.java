package dev.hato.message;

import java.nio.charset.StandardCharsets;

/** Writes the parameters that carry a file's name (RFC 2183; RFC 2231). */
final class MimeParameters {
    private static final int LINE = 76;
    private static final String PLAIN_SPECIALS = "!#$&+-.^_`{|}~";
    private static final String HEX = "0123456789ABCDEF";

    private MimeParameters() {}

    /** Returns whether the name can stand in quotes. */
    static boolean isPlain(String name) {
        return name.length() <= LINE - 16 && name.chars().allMatch(c -> c >= ' ' && c <= '~') && !name.contains("=?");
    }

    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** Returns a name in ASCII for programs that do not know RFC 2231: the same ending, the rest approximate. */
    static String fallback(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints()
                .forEach(c -> out.append(c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '=' ? (char) c : '_'));
        int excess = out.length() - (LINE - 16);
        if (excess > 0) {
            int dot = out.lastIndexOf(".");
            int keep = dot > 0 && out.length() - dot <= 10 ? dot : out.length();
            out.delete(Math.max(0, keep - excess), keep);
        }
        return out.toString();
    }

    /** Returns the lines of one extended parameter, each beginning with a semicolon and a folded line. */
    static String extended(String parameter, String value) {
        return extended(parameter, value, MailCharset.UTF_8);
    }

    /** Returns them in the charset. No line ends inside a character; in ISO-2022-JP each begins and ends in ASCII. */
    static String extended(String parameter, String value, MailCharset charset) {
        boolean jis = charset instanceof MailCharset.Iso2022Jp;
        StringBuilder all = new StringBuilder();
        String opening = charset.label() + "''";
        int section = 0;
        int from = 0;
        while (true) {
            int room = LINE - parameter.length() - 8 - opening.length();
            int to = jis ? jisFitting(value, from, room) : utf8Fitting(value, from, room);
            boolean whole = section == 0 && to == value.length();
            all.append(";\r\n ").append(parameter).append(whole ? "*=" : "*" + section++ + "*=");
            all.append(opening);
            String part = value.substring(from, to);
            percent(jis ? Jis.encode(part) : part.getBytes(StandardCharsets.UTF_8), all);
            if (to == value.length()) {
                return all.toString();
            }
            from = to;
            opening = "";
        }
    }

    private static int utf8Fitting(String value, int from, int room) {
        int used = 0;
        for (int i = from; i < value.length(); ) {
            int codePoint = value.codePointAt(i);
            used += codePoint < 0x80 ? width(codePoint) : codePoint < 0x800 ? 6 : codePoint < 0x10000 ? 9 : 12;
            if (used > room) {
                return i;
            }
            i += Character.charCount(codePoint);
        }
        return value.length();
    }

    private static int jisFitting(String value, int from, int room) {
        int to = JisWords.fitting(value, from, room); // what fits has at least as many octets as characters
        while (width(Jis.encode(value.substring(from, to))) > room) {
            to--;
        }
        return to;
    }

    private static int width(byte[] octets) {
        int width = 0;
        for (byte octet : octets) {
            width += width(octet);
        }
        return width;
    }

    private static int width(int octet) {
        return isPlain(octet) ? 1 : 3;
    }

    private static boolean isPlain(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || PLAIN_SPECIALS.indexOf(octet) >= 0;
    }

    private static void percent(byte[] octets, StringBuilder out) {
        for (byte octet : octets) {
            if (isPlain(octet)) {
                out.append((char) octet);
            } else {
                out.append('%').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
            }
        }
    }
}
