package dev.hato.message;

/** Characters as a reader sees them: an emoji with its skin tone, a kana with its voicing mark. */
final class Graphemes {
    private static final int JOINER = 0x200D;

    private Graphemes() {}

    /** Returns the text cut to so many code points, the ellipsis included, never inside a character. */
    static String truncate(String text, int length, String ellipsis) {
        if (text.length() <= length || text.codePointCount(0, text.length()) <= length) {
            return text;
        }
        int kept = length - ellipsis.codePointCount(0, ellipsis.length());
        if (kept <= 0) {
            return ellipsis.codePointCount(0, ellipsis.length()) <= length ? ellipsis : "";
        }
        int end = text.offsetByCodePoints(0, kept);
        while (end > 0 && !isBoundary(text, end)) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end).stripTrailing() + ellipsis;
    }

    /** Returns where the character that begins at the index ends. */
    static int end(String text, int from) {
        if (from + 1 < text.length() && isLetterOrKanji(text.charAt(from)) && isLetterOrKanji(text.charAt(from + 1))) {
            return from + 1;
        }
        int previous = text.codePointAt(from);
        int to = from + Character.charCount(previous);
        boolean flagOpen = isFlagLetter(previous);
        while (to < text.length()) {
            int next = text.codePointAt(to);
            boolean flag = flagOpen && isFlagLetter(next);
            if (!flag && previous != JOINER && !extendsLast(next)) {
                break;
            }
            flagOpen = false;
            previous = next;
            to += Character.charCount(next);
        }
        return to;
    }

    /** Returns where the character begins that the index stands in, but nothing before {@code earliest}. */
    static int start(String text, int index, int earliest) {
        int from = index;
        while (from > earliest && !isBoundary(text, from)) {
            from = text.offsetByCodePoints(from, -1);
        }
        return from;
    }

    private static boolean isBoundary(String text, int index) {
        int before = text.codePointBefore(index);
        int after = text.codePointAt(index);
        if (extendsLast(after) || before == JOINER) {
            return false;
        }
        if (before == '\r' && after == '\n') {
            return false;
        }
        return !(isFlagLetter(before) && isFlagLetter(after) && oddFlagLettersBefore(text, index));
    }

    /** Whether this is in ASCII, Latin, kana or kanji without their marks: most text, known without its type. */
    private static boolean isLetterOrKanji(int cp) {
        return cp < 0x300 || (cp > 0x302F && cp < 0xA66F && cp != 0x3099 && cp != 0x309A);
    }

    private static boolean extendsLast(int cp) {
        if (isLetterOrKanji(cp)) {
            return false;
        }
        int type = Character.getType(cp);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || cp == JOINER
                || cp == 0x200C
                || cp == 0xFF9E // half-width voicing marks
                || cp == 0xFF9F
                || (cp >= 0x1F3FB && cp <= 0x1F3FF) // skin tones
                || (cp >= 0xE0020 && cp <= 0xE007F); // tags of flags
    }

    private static boolean isFlagLetter(int cp) {
        return cp >= 0x1F1E6 && cp <= 0x1F1FF;
    }

    private static boolean oddFlagLettersBefore(String text, int index) {
        int count = 0;
        int at = index;
        while (at > 0 && isFlagLetter(text.codePointBefore(at))) {
            at -= 2;
            count++;
        }
        return count % 2 == 1;
    }
}
