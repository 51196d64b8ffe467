package dev.hato.message;

import dev.hato.internal.Texts;

/** Text for a header: one line, whatever the data were. */
final class OneLine {
    private OneLine() {}

    /**
     * Returns the text trimmed, each run of control characters and line separators, with the white space around it, as
     * one space.
     */
    static String of(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = !Texts.isControl(c) || Character.isSurrogate(c);
        }
        String valid = clean ? text : joined(text);
        return valid.strip();
    }

    private static String joined(String text) {
        StringBuilder out = new StringBuilder(text.length());
        boolean dropped = false;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int cp = text.codePointAt(i);
            if (Texts.isControl(cp)) {
                dropped = true;
                while (out.length() > 0 && out.charAt(out.length() - 1) == ' ') {
                    out.setLength(out.length() - 1);
                }
            } else if (!(dropped && cp == ' ')) {
                out.append(dropped ? " " : "").appendCodePoint(cp);
                dropped = false;
            }
        }
        return out.toString();
    }
}
