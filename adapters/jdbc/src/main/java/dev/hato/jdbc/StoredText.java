package dev.hato.jdbc;

/** Which texts a database can keep: none with U+0000 (PostgreSQL) or half a surrogate pair (all of them). */
final class StoredText {
    private StoredText() {}

    /** Returns whether a database can keep the text. No stored text equals one of which this is false. */
    static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c)) {
                if (++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Returns the text, which a database must be able to keep.
     *
     * @throws IllegalArgumentException if it cannot
     */
    static String require(String what, String text) {
        if (!isStorable(text)) {
            throw new IllegalArgumentException(what + " '" + escaped(text)
                    + "' contains U+0000 or half a surrogate pair, which no database keeps; remove it.");
        }
        return text;
    }

    /** Returns the text with U+FFFD for what a database cannot keep, cut to a length: for what a server said. */
    static String readable(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest - 1) + '…' : text;
        if (isStorable(cut)) {
            return cut;
        }
        StringBuilder out = new StringBuilder(cut.length());
        cut.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? 0xFFFD
                        : point)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(60).forEach(point -> {
            if (Character.isISOControl(point) || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                out.append(String.format("\\u%04X", point));
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.append(text.codePointCount(0, text.length()) > 60 ? "…" : "").toString();
    }
}
