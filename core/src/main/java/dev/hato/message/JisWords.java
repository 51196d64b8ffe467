package dev.hato.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes text as encoded words in ISO-2022-JP, each at most 75 characters long.
 *
 * <p>Always B, as RFC 1468 has it. Each word begins and ends in ASCII (RFC 2047, 5): its octets can be read without
 * what stands before.
 */
final class JisWords {
    private static final String FRAME_OPEN = "=?" + Jis.LABEL + "?B?";
    private static final String FRAME_CLOSE = "?=";
    private static final int FRAME = FRAME_OPEN.length() + FRAME_CLOSE.length();

    private JisWords() {}

    /**
     * Returns the words, to be joined by folding white space.
     *
     * @param text all of whose characters have codes
     * @param firstMax how many characters the first word may have, to share its line with what precedes it
     */
    static List<String> of(String text, int firstMax) {
        List<String> words = new ArrayList<>();
        int max = octets(Math.min(firstMax, EncodedWords.MAX_WORD));
        int from = 0;
        while (from < text.length()) {
            int to = fitting(text, from, max);
            if (to > from) {
                words.add(word(text.substring(from, to)));
                from = to;
            } else {
                words.add(""); // nothing fits beside the header's name: begin on the next line
            }
            max = octets(EncodedWords.MAX_WORD);
        }
        return words;
    }

    /** How many octets a word of so many characters holds. */
    private static int octets(int characters) {
        return Math.max(0, characters - FRAME) / 4 * 3;
    }

    /** Returns the end of what fits into so many octets, with the way back to ASCII. */
    static int fitting(String text, int from, int max) {
        int octets = 0;
        boolean kanji = false;
        for (int i = from; i < text.length(); i++) {
            boolean next = text.charAt(i) >= 0x80;
            octets += (next ? 2 : 1) + (next == kanji ? 0 : Jis.ESCAPE);
            kanji = next;
            if (octets + (kanji ? Jis.ESCAPE : 0) > max) {
                return i;
            }
        }
        return text.length();
    }

    private static String word(String text) {
        byte[] octets = Jis.encode(text);
        return EncodedWords.base64(FRAME_OPEN, octets, 0, octets.length);
    }
}
