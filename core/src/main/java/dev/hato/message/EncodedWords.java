package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes text as encoded words in UTF-8 (RFC 2047), each at most 75 characters long.
 *
 * <p>A word never ends inside a character, nor between a character and what is drawn on it or joined
 * to it, unless that cluster alone is too long for a word: old mail programs decode word by word.
 */
final class EncodedWords {
    static final int MAX_WORD = 75;

    private static final String B = "=?UTF-8?B?";
    private static final String Q = "=?UTF-8?Q?";
    private static final String END = "?=";
    private static final int FRAME = B.length() + END.length();
    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] BASE64 = ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    /**
     * Which octets stand for themselves in Q: what RFC 2047, 5 (3) allows in a phrase, which is also allowed everywhere
     * else. The space is written as {@code _}, also one character.
     */
    private static final boolean[] Q_PLAIN = qPlain();

    private EncodedWords() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean[] qPlain() {
        boolean[] plain = new boolean[256];
        for (byte c : ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")) {
            plain[c] = true;
        }
        return plain;
    }

    /**
     * Returns the words, to be joined by folding white space.
     *
     * @param firstMax how many characters the first word may have, to share its line with what precedes it
     */
    static List<String> of(String text, int firstMax) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        boolean base64 = (utf8.length + 2) / 3 * 4 < qLength(utf8, 0, utf8.length);
        List<String> words = new ArrayList<>(4);
        int wordFrom = 0;
        int at = 0; // octets that have been looked at
        int wordLength = 0; // for base64 in octets, for Q in characters
        int max = Math.min(firstMax, MAX_WORD) - FRAME;
        for (int from = 0; from < text.length(); ) {
            int to = Graphemes.end(text, from);
            int octets = octets(text, from, to);
            int length = base64 ? octets : qLength(utf8, at, at + octets);
            if (total(length, base64) > MAX_WORD - FRAME) {
                to = from + Character.charCount(text.codePointAt(from));
                octets = octets(text, from, to);
                length = base64 ? octets : qLength(utf8, at, at + octets);
            }
            if (total(wordLength + length, base64) > max && (wordLength > 0 || max < MAX_WORD - FRAME)) {
                // An empty word: nothing fits beside the header's name, so begin on the next line.
                words.add(wordLength > 0 ? encode(utf8, wordFrom, at, base64) : "");
                wordFrom = at;
                wordLength = 0;
                max = MAX_WORD - FRAME;
            }
            // It fits now: a cluster or character that is alone always does.
            wordLength += length;
            at += octets;
            from = to;
        }
        if (wordLength > 0) {
            words.add(encode(utf8, wordFrom, at, base64));
        }
        return words;
    }

    private static int total(int length, boolean base64) {
        return base64 ? (length + 2) / 3 * 4 : length;
    }

    /** How many octets this part of the text, which is well-formed, has in UTF-8. */
    private static int octets(String text, int from, int to) {
        int octets = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            octets += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return octets;
    }

    private static int qLength(byte[] utf8, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length += utf8[i] == ' ' || Q_PLAIN[utf8[i] & 0xFF] ? 1 : 3;
        }
        return length;
    }

    private static String encode(byte[] utf8, int from, int to, boolean base64) {
        return base64 ? base64(B, utf8, from, to) : q(utf8, from, to);
    }

    private static String q(byte[] utf8, int from, int to) {
        byte[] out = new byte[FRAME + qLength(utf8, from, to)];
        int o = put(Q, out, 0);
        for (int i = from; i < to; i++) {
            byte octet = utf8[i];
            if (octet == ' ') {
                out[o++] = '_';
            } else if (Q_PLAIN[octet & 0xFF]) {
                out[o++] = octet;
            } else {
                out[o++] = '=';
                out[o++] = HEX[octet >> 4 & 0xF];
                out[o++] = HEX[octet & 0xF];
            }
        }
        return closed(out, o);
    }

    /** Returns the octets as a word in base64 after its opening. */
    static String base64(String opening, byte[] octets, int from, int to) {
        byte[] out = new byte[opening.length() + (to - from + 2) / 3 * 4 + END.length()];
        int o = put(opening, out, 0);
        for (int i = from; i < to; i += 3) {
            boolean two = i + 1 < to;
            boolean three = i + 2 < to;
            int bits = (octets[i] & 0xFF) << 16
                    | (two ? (octets[i + 1] & 0xFF) << 8 : 0)
                    | (three ? octets[i + 2] & 0xFF : 0);
            out[o++] = BASE64[bits >> 18];
            out[o++] = BASE64[bits >> 12 & 0x3F];
            out[o++] = two ? BASE64[bits >> 6 & 0x3F] : (byte) '=';
            out[o++] = three ? BASE64[bits & 0x3F] : (byte) '=';
        }
        return closed(out, o);
    }

    private static String closed(byte[] out, int at) {
        put(END, out, at);
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    private static int put(String ascii, byte[] out, int at) {
        for (int i = 0; i < ascii.length(); i++) {
            out[at + i] = (byte) ascii.charAt(i);
        }
        return at + ascii.length();
    }
}
