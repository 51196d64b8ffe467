package dev.hato.message;

import dev.hato.message.HtmlState.Mode;

/** Steps through content without elements, such as that of {@code style} (WHATWG HTML, 13.2.5.2 ff.). */
final class RawContent {
    private static final int LONGEST_NAME = 64;

    private RawContent() {}

    /**
     * Returns the mode behind a character: {@link Mode#BEFORE_ATTRIBUTE} if it ends the name of the element's end tag.
     *
     * @param pending what may become markup, which is changed
     */
    static Mode next(char c, Mode mode, String element, StringBuilder pending) {
        return switch (element) {
            case "script" -> script(c, mode, element, pending);
            case "plaintext" -> mode;
            default -> raw(c, mode, element, pending);
        };
    }

    private static Mode raw(char c, Mode mode, String element, StringBuilder pending) {
        int matched = pending.length();
        if (matched == element.length() + 2) {
            if (endsName(c)) {
                pending.setLength(0);
                return Mode.BEFORE_ATTRIBUTE;
            }
            return again(c, mode, pending);
        }
        char lower = HtmlScanner.lower(c);
        if (lower == (matched == 0 ? '<' : matched == 1 ? '/' : element.charAt(matched - 2))) {
            pending.append(lower);
            return mode;
        }
        return again(c, mode, pending);
    }

    /** Nothing was meant by what came before: the character may begin something new. */
    private static Mode again(char c, Mode mode, StringBuilder pending) {
        pending.setLength(0);
        if (c == '<' || (c == '-' && mode != Mode.RAW)) {
            pending.append(c);
        }
        return mode;
    }

    /** A script may hold a comment, and that another script, whose end tag does not end it. */
    private static Mode script(char c, Mode mode, String element, StringBuilder pending) {
        if (pending.length() == 0) {
            return again(c, mode, pending);
        }
        if (pending.charAt(0) == '-') {
            return dash(c, mode, pending);
        }
        if (pending.length() == 1) {
            boolean name = mode == Mode.SCRIPT_ESCAPED && HtmlScanner.isLetter(c);
            if (c == '/' || name || (c == '!' && mode == Mode.RAW)) {
                pending.append(HtmlScanner.lower(c));
                return mode;
            }
            return again(c, mode, pending);
        }
        if (pending.charAt(1) == '!') {
            return commentStart(c, mode, pending);
        }
        boolean end = pending.charAt(1) == '/';
        return end && mode != Mode.SCRIPT_DOUBLE
                ? raw(c, mode, element, pending)
                : innerName(c, mode, end ? 2 : 1, pending);
    }

    private static Mode dash(char c, Mode mode, StringBuilder pending) {
        if (c == '-') {
            pending.setLength(1);
            pending.append('-');
            return mode;
        }
        return again(c, c == '>' && pending.length() == 2 ? Mode.RAW : mode, pending);
    }

    private static Mode commentStart(char c, Mode mode, StringBuilder pending) {
        if (c != '-') {
            return again(c, mode, pending);
        }
        if (pending.length() == 2) {
            pending.append('-');
            return mode;
        }
        pending.setLength(0);
        pending.append("--");
        return Mode.SCRIPT_ESCAPED;
    }

    /** The name of a tag inside a script's comment. */
    private static Mode innerName(char c, Mode mode, int from, StringBuilder pending) {
        if (HtmlScanner.isLetter(c)) {
            pending.append(pending.length() < LONGEST_NAME ? String.valueOf(HtmlScanner.lower(c)) : "");
            return mode;
        }
        if (!endsName(c)) {
            return again(c, mode, pending);
        }
        boolean script = pending.substring(from).equals("script");
        pending.setLength(0);
        return script == (from == 1) ? Mode.SCRIPT_DOUBLE : Mode.SCRIPT_ESCAPED;
    }

    private static boolean endsName(char c) {
        return HtmlScanner.isSpace(c) || c == '/' || c == '>';
    }
}
