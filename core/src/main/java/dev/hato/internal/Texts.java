package dev.hato.internal;

import java.util.Objects;

/** Text in messages: checked names, quoted and escaped values. */
public final class Texts {
    private static final int SHOWN = 60;

    private Texts() {}

    /** Returns the name if it is not blank, has no control characters and is not longer than {@code max}. */
    public static String requireName(String what, String name, int max) {
        Objects.requireNonNull(name, what);
        if (name.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; give it a text.");
        }
        if (name.length() > max) {
            throw new IllegalArgumentException(what + " " + quote(name) + " has " + name.length()
                    + " characters; at most " + max + " are allowed.");
        }
        if (hasControl(name)) {
            throw new IllegalArgumentException(
                    what + " " + quote(name) + " contains a control character or a line separator; remove it.");
        }
        return name;
    }

    /** Returns whether one of the text's code points {@linkplain #isControl is a control}. */
    public static boolean hasControl(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean suspect = c < ' '
                    || (c >= 0x7F && c < 0xA0)
                    || c == 0x2028
                    || c == 0x2029
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            if (suspect) {
                return hasControl(text, i);
            }
        }
        return false;
    }

    /** Looks from there on at each code point by itself: almost all texts are without any that takes it. */
    private static boolean hasControl(String text, int from) {
        for (int i = from; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (isControl(codePoint)) {
                return true;
            }
            i += Character.charCount(codePoint);
        }
        return false;
    }

    /** Returns whether the code point is a control, a line or paragraph separator, or half a surrogate pair. */
    public static boolean isControl(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || (codePoint >= 0xD800 && codePoint <= 0xDFFF);
    }

    /** Returns whether the code point makes what stands behind it run the other way (Unicode bidirectional algorithm). */
    public static boolean isTurning(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** Returns the value in single quotes, control characters escaped, cut after some {@value #SHOWN} characters. */
    public static String quote(String value) {
        StringBuilder out = new StringBuilder("'");
        value.codePoints().limit(SHOWN).forEach(cp -> {
            if (isControl(cp) || isTurning(cp)) {
                out.append(String.format("\\u%04X", cp));
            } else {
                out.appendCodePoint(cp);
            }
        });
        return out.append(value.codePointCount(0, value.length()) > SHOWN ? "…'" : "'")
                .toString();
    }
}
