package dev.hato.step;

import java.util.Locale;
import java.util.Objects;

/** Checked names, and values quoted for messages. */
final class Names {
    private static final int SHOWN = 60;

    private Names() {}

    static String require(String what, String name, int max) {
        Objects.requireNonNull(name, what);
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; give it a text.");
        }
        if (name.length() > max) {
            throw new IllegalArgumentException(what + " " + quote(name) + " has " + name.length()
                    + " characters; at most " + max + " are allowed.");
        }
        if (name.codePoints().anyMatch(Names::isControl)) {
            throw new IllegalArgumentException(
                    what + " " + quote(name) + " contains a control character or a line separator; remove it.");
        }
        return name;
    }

    private static boolean isControl(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isISOControl(codePoint)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }

    /** Returns the value in single quotes, control characters escaped, cut where it is long. */
    static String quote(String value) {
        StringBuilder out = new StringBuilder("'");
        value.codePoints().limit(SHOWN).forEach(codePoint -> {
            if (isControl(codePoint)) {
                out.append(String.format(Locale.ROOT, "\\u%04X", codePoint));
            } else {
                out.appendCodePoint(codePoint);
            }
        });
        return out.append(value.codePointCount(0, value.length()) > SHOWN ? "…'" : "'")
                .toString();
    }
}
