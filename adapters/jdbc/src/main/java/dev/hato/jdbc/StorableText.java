package dev.hato.jdbc;

import java.util.Collection;

/** Text that a database can keep: PostgreSQL has no U+0000, none has half a surrogate pair. */
final class StorableText {
    private static final int SHOWN = 60;

    private StorableText() {}

    /** Returns whether a column can hold the text; if not, no stored text equals it. */
    static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Returns the text, or throws and says of what it is. */
    static String require(String what, String text) {
        if (!is(text)) {
            throw new IllegalArgumentException(what + " is " + quote(text)
                    + ", which no database can keep: it has U+0000 or half of a surrogate pair. Remove that.");
        }
        return text;
    }

    /** Returns all the texts, or throws and says of what they are. */
    static Collection<String> requireAll(String what, Collection<String> texts) {
        texts.forEach(text -> require(what, text));
        return texts;
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("'");
        for (int i = 0; i < Math.min(SHOWN, text.length()); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04X", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append(text.length() > SHOWN ? "…'" : "'").toString();
    }

    /** Returns the text with U+FFFD for what a database cannot keep, cut to a length: for what a server said. */
    static String readable(String text, int longest) {
        String cut = text.length() > longest ? text.substring(0, longest - 1) + '…' : text;
        if (is(cut)) {
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
}
