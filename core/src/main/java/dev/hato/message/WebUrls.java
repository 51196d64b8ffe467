package dev.hato.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Tells http and https URLs from other links, and finds them in plain text. */
final class WebUrls {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    /** Marks that end a sentence rather than an URL. */
    private static final String TRAILING = ".,:;!?'*";

    private static final boolean[] STOPS = new boolean[0x80];

    static {
        for (int c = 0; c < STOPS.length; c++) {
            STOPS[c] = c <= ' ' || c == 0x7F || "<>\"`{}\\^|".indexOf(c) >= 0;
        }
    }

    private WebUrls() {}

    /**
     * Returns where a link leads that is an http or https URL: without white space around it, and without line breaks
     * and tabs, which browsers drop (WHATWG URL, 4.4). Returns null for any other link.
     */
    static @Nullable String of(String link) {
        int from = 0;
        int to = link.length();
        while (from < to && link.charAt(from) <= ' ') {
            from++;
        }
        while (to > from && link.charAt(to - 1) <= ' ') {
            to--;
        }
        String url = link.substring(from, to);
        if (url.indexOf('\n') >= 0 || url.indexOf('\r') >= 0 || url.indexOf('\t') >= 0) {
            url = url.replace("\n", "").replace("\r", "").replace("\t", "");
        }
        int scheme = scheme(url, 0);
        return scheme > 0 && url.length() > scheme ? url : null;
    }

    /** Whether a link that begins so may become an http or https URL. */
    static boolean mayBecome(String beginning) {
        String url = beginning.stripLeading();
        int length = Math.min(HTTPS.length(), url.length());
        return url.regionMatches(true, 0, HTTPS, 0, length)
                || url.regionMatches(true, 0, HTTP, 0, Math.min(HTTP.length(), length));
    }

    /** The length of the scheme that stands there with its slashes, or 0. */
    private static int scheme(String text, int at) {
        return text.regionMatches(true, at, HTTPS, 0, HTTPS.length())
                ? HTTPS.length()
                : text.regionMatches(true, at, HTTP, 0, HTTP.length()) ? HTTP.length() : 0;
    }

    /** Returns where the first URL at or behind an index begins, or -1. */
    static int find(String text, int from) {
        for (int i = text.indexOf("://", from); i >= 0; i = text.indexOf("://", i + 1)) {
            for (int length = 4; length <= 5; length++) {
                int start = i - length;
                if (start >= from && scheme(text, start) == length + 3 && begins(text, start) && hasHost(text, i + 3)) {
                    return start;
                }
            }
        }
        return -1;
    }

    /** In the middle of a word, or of another scheme, no URL begins. */
    private static boolean begins(String text, int start) {
        char before = start == 0 ? ' ' : text.charAt(start - 1);
        return !isAlphanumeric(before) && before != '+' && before != '-' && before != '.';
    }

    private static boolean hasHost(String text, int at) {
        return at == text.length() || isAlphanumeric(text.charAt(at)) || text.charAt(at) == '[';
    }

    /** Returns the index of the first character that no URL in plain text has, such as any beyond ASCII. */
    static int stop(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) < 0x80 && !STOPS[text.charAt(i)]) {
            i++;
        }
        return i;
    }

    /** Returns where an URL ends that the end of a sentence may follow, or a bracket that it did not open. */
    static int end(String text, int from, int stop) {
        int parentheses = 0;
        int brackets = 0;
        for (int i = from; i < stop; i++) {
            char c = text.charAt(i);
            parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
            brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        int end = stop;
        while (end > from) {
            char last = text.charAt(end - 1);
            if (last == ')' && parentheses < 0) {
                parentheses++;
            } else if (last == ']' && brackets < 0) {
                brackets++;
            } else if (TRAILING.indexOf(last) < 0) {
                break;
            }
            end--;
        }
        return end;
    }

    /** Whether octets may hold an URL. */
    static boolean mayHold(byte[] text, int from, int to) {
        for (int i = from + 4; i + 2 < to; i++) {
            if (text[i] == ':' && text[i + 1] == '/' && text[i + 2] == '/') {
                return true;
            }
        }
        return false;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
