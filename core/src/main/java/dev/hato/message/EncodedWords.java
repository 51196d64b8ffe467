package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes text as encoded words in UTF-8 (RFC 2047), each at most 75 characters long.
 *
 * <p>A word never ends inside a character, nor between a character and what is drawn on it or joined
 * to it, unless that cluster alone is too long for a word: old mail programs decode word by word.
 */
final class EncodedWords {
    private static final int MAX_WORD = 75;
    private static final String B = "=?UTF-8?B?";
    private static final String Q = "=?UTF-8?Q?";
    private static final String END = "?=";
    private static final int FRAME = B.length() + END.length();
    /** What RFC 2047, 5 (3) allows unencoded in a phrase, which is also allowed everywhere else. */
    private static final String Q_PLAIN = "!*+-/";

    private EncodedWords() {}

    /**
     * Returns the words, to be joined by folding white space.
     *
     * @param firstMax how many characters the first word may have, to share its line with what precedes it
     */
    static List<String> of(String text, int firstMax) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int q = 0;
        for (byte octet : utf8) {
            q += qLength(octet);
        }
        boolean base64 = (utf8.length + 2) / 3 * 4 < q;
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int wordLength = 0;
        int max = Math.min(firstMax, MAX_WORD) - FRAME;
        for (int from = 0; from < text.length(); ) {
            int to = clusterEnd(text, from);
            int length = encodedLength(text, from, to, base64);
            if (total(length, base64) > MAX_WORD - FRAME) {
                to = from + Character.charCount(text.codePointAt(from));
                length = encodedLength(text, from, to, base64);
            }
            if (total(wordLength + length, base64) > max && (wordLength > 0 || max < MAX_WORD - FRAME)) {
                if (wordLength > 0) {
                    words.add(encode(word, base64));
                    word.setLength(0);
                    wordLength = 0;
                } else {
                    words.add(""); // nothing fits beside the header's name: begin on the next line
                }
                max = MAX_WORD - FRAME;
                continue;
            }
            word.append(text, from, to);
            wordLength += length;
            from = to;
        }
        if (wordLength > 0) {
            words.add(encode(word, base64));
        }
        return words;
    }

    /** For base64 the octets, which are turned into characters a word at a time; for Q the characters. */
    private static int encodedLength(String text, int from, int to, boolean base64) {
        int length = 0;
        for (byte octet : text.substring(from, to).getBytes(StandardCharsets.UTF_8)) {
            length += base64 ? 1 : qLength(octet);
        }
        return length;
    }

    private static int total(int length, boolean base64) {
        return base64 ? (length + 2) / 3 * 4 : length;
    }

    private static int qLength(byte octet) {
        return octet == ' ' || isPlain(octet) ? 1 : 3;
    }

    private static boolean isPlain(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c > 0 && Q_PLAIN.indexOf(c) >= 0);
    }

    private static String encode(CharSequence text, boolean base64) {
        byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
        if (base64) {
            return B + Base64.getEncoder().encodeToString(utf8) + END;
        }
        StringBuilder out = new StringBuilder(MAX_WORD).append(Q);
        for (byte octet : utf8) {
            if (octet == ' ') {
                out.append('_');
            } else if (isPlain(octet)) {
                out.append((char) octet);
            } else {
                out.append('=')
                        .append(Character.toUpperCase(Character.forDigit(octet >> 4 & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(octet & 0xF, 16)));
            }
        }
        return out.append(END).toString();
    }

    /** The end of the cluster at {@code from}: a character with its marks, joiners, modifiers and flag half. */
    private static int clusterEnd(String text, int from) {
        int previous = text.codePointAt(from);
        int to = from + Character.charCount(previous);
        boolean flagOpen = isRegionalIndicator(previous);
        while (to < text.length()) {
            int next = text.codePointAt(to);
            boolean flag = flagOpen && isRegionalIndicator(next);
            if (!flag && previous != 0x200D && !extendsPrevious(next)) {
                break;
            }
            flagOpen = false;
            previous = next;
            to += Character.charCount(next);
        }
        return to;
    }

    private static boolean extendsPrevious(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || c == 0x200D
                || c == 0xFF9E // half-width voiced and semi-voiced sound marks
                || c == 0xFF9F
                || (c >= 0x1F3FB && c <= 0x1F3FF)
                || (c >= 0xE0020 && c <= 0xE007F);
    }

    private static boolean isRegionalIndicator(int c) {
        return c >= 0x1F1E6 && c <= 0x1F1FF;
    }
}
