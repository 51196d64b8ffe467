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
        StringBuilder encoded = new StringBuilder("UTF-8''");
        StringBuilder all = new StringBuilder();
        int section = 0;
        int[] codePoints = value.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            String next = percent(codePoints[i]);
            if (parameter.length() + 8 + encoded.length() + next.length() > LINE) {
                line(all, parameter + '*' + section++ + "*=", encoded);
                encoded.setLength(0);
            }
            encoded.append(next);
        }
        line(all, section == 0 ? parameter + "*=" : parameter + '*' + section + "*=", encoded);
        return all.toString();
    }

    private static void line(StringBuilder out, String name, CharSequence value) {
        out.append(";\r\n ").append(name).append(value);
    }

    private static String percent(int codePoint) {
        if ((codePoint < 0x7F && Character.isLetterOrDigit(codePoint)) || PLAIN_SPECIALS.indexOf(codePoint) >= 0) {
            return String.valueOf((char) codePoint);
        }
        StringBuilder out = new StringBuilder();
        for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            out.append('%').append(HEX.charAt(octet >> 4 & 0xF)).append(HEX.charAt(octet & 0xF));
        }
        return out.toString();
    }
}
