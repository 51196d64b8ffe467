package dev.hato.tracking;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes a link's destination into a Location header. What is ASCII already stays as it is, byte for byte; anything else is
 * written as browsers write it: a host's name in ASCII letters (IDNA), the rest in UTF-8 with percent signs.
 */
final class RedirectTarget {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private RedirectTarget() {}

    /** Returns the destination for the header, or null if it is none of HTTP. */
    static @Nullable String of(String destination) {
        int start = schemeEnd(destination);
        if (start < 0 || destination.length() == start) {
            return null;
        }
        return isPlain(destination) ? destination : encoded(destination, start);
    }

    private static int schemeEnd(String url) {
        if (url.regionMatches(true, 0, "https://", 0, 8)) {
            return 8;
        }
        return url.regionMatches(true, 0, "http://", 0, 7) ? 7 : -1;
    }

    private static boolean isPlain(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String encoded(String url, int start) {
        int end = start;
        while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(start, end);
        return url.substring(0, start) + host(authority) + percent(url.substring(end));
    }

    private static String host(String authority) {
        if (isPlain(authority)) {
            return authority;
        }
        int at = authority.lastIndexOf('@') + 1;
        int colon = authority.indexOf(':', at);
        int end = colon < 0 ? authority.length() : colon;
        try {
            String name = IDN.toASCII(authority.substring(at, end), IDN.ALLOW_UNASSIGNED);
            return percent(authority.substring(0, at))
                    + name.toLowerCase(Locale.ROOT)
                    + percent(authority.substring(end));
        } catch (IllegalArgumentException e) {
            return percent(authority);
        }
    }

    private static String percent(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() * 2);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xFF;
            if (c <= ' ' || c >= 0x7F) {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                out.append((char) c);
            }
        }
        return out.toString();
    }

    /** Returns the URL with a parameter before its fragment; what there was stays as it is. */
    static String withParameter(String url, String parameter) {
        int hash = url.indexOf('#');
        String before = hash < 0 ? url : url.substring(0, hash);
        String after = hash < 0 ? "" : url.substring(hash);
        int mark = before.indexOf('?');
        boolean open = mark >= 0 && (mark == before.length() - 1 || before.endsWith("&"));
        return before + (mark < 0 ? "?" : open ? "" : "&") + parameter + after;
    }
}
