package dev.hato.css;

/** Steps over the tokens of CSS that can hide a mark: comments, strings, escapes, brackets (CSS Syntax 3, 4). */
final class CssScanner {
    private CssScanner() {}

    /** Returns the offset behind the comment that begins here. */
    static int comment(String css, int at, int end) {
        int close = css.indexOf("*/", at + 2);
        return close < 0 || close + 2 > end ? end : close + 2;
    }

    static boolean isComment(String css, int at, int end) {
        return at + 1 < end && css.charAt(at) == '/' && css.charAt(at + 1) == '*';
    }

    /** Returns the offset behind the string that begins here; one without end ends with its line. */
    static int string(String css, int at, int end) {
        char quote = css.charAt(at);
        int i = at + 1;
        while (i < end) {
            char c = css.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (c == '\n' || c == '\r' || c == '\f') {
                return i;
            }
            i += c == '\\' ? 2 : 1;
        }
        return end;
    }

    /** Returns the offset behind the token that begins here, where a comment, a string, an escape or an url is one. */
    static int token(String css, int at, int end) {
        char c = css.charAt(at);
        if (c == '"' || c == '\'') {
            return string(css, at, end);
        }
        if (isComment(css, at, end)) {
            return comment(css, at, end);
        }
        if (c == '\\') {
            return Math.min(end, at + 2);
        }
        return isUrl(css, at, end) ? url(css, at, end) : at + 1;
    }

    private static boolean isUrl(String css, int at, int end) {
        return at + 4 <= end
                && css.regionMatches(true, at, "url(", 0, 4)
                && (at == 0 || !isNamePart(css.charAt(at - 1)));
    }

    /** An URL without quotes may hold any mark but white space, quotes and brackets. */
    private static int url(String css, int at, int end) {
        int i = at + 4;
        while (i < end && isSpace(css.charAt(i))) {
            i++;
        }
        if (i < end && (css.charAt(i) == '"' || css.charAt(i) == '\'')) {
            i = string(css, i, end);
        }
        while (i < end && css.charAt(i) != ')') {
            i += css.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(end, i + 1);
    }

    /** Returns the first place of one of the marks outside of strings, comments and brackets, or the end. */
    static int find(String css, int from, int end, String marks) {
        StringBuilder open = new StringBuilder();
        int i = from;
        while (i < end) {
            char c = css.charAt(i);
            if (open.length() == 0 && marks.indexOf(c) >= 0) {
                return i;
            }
            if (c == '(' || c == '[' || c == '{') {
                open.append(c == '(' ? ')' : c == '[' ? ']' : '}');
            } else if (open.length() > 0 && open.charAt(open.length() - 1) == c) {
                open.setLength(open.length() - 1);
            }
            i = token(css, i, end);
        }
        return end;
    }

    /** Returns whether what is open at the end would swallow CSS that follows. */
    static boolean isClosed(String css) {
        int depth = 0;
        int i = 0;
        while (i < css.length()) {
            char c = css.charAt(i);
            int next = token(css, i, css.length());
            if (next == css.length() && next - i > 1) {
                String token = css.substring(i);
                boolean closed = switch (c) {
                    case '"', '\'' -> token.charAt(token.length() - 1) == c;
                    case '/' -> token.length() > 3 && token.endsWith("*/");
                    case '\\' -> true;
                    default -> token.endsWith(")");
                };
                if (!closed) {
                    return false;
                }
            }
            if (c == '\\' && next - i < 2) {
                return false;
            }
            depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
            i = next;
        }
        return depth == 0;
    }

    /** Returns the text without comments, runs of white space outside strings as one space, without it at the ends. */
    static String compact(String css, int from, int end) {
        StringBuilder out = new StringBuilder(end - from);
        boolean space = false;
        int i = from;
        while (i < end) {
            int next = token(css, i, end);
            char c = css.charAt(i);
            if (isComment(css, i, end)) {
                space = true;
            } else if (isSpace(c)) {
                space = true;
            } else {
                if (space && out.length() > 0) {
                    out.append(' ');
                }
                space = false;
                out.append(css, i, next);
            }
            i = next;
        }
        return out.toString();
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
    }

    static boolean isNamePart(char c) {
        return c == '-'
                || c == '_'
                || c >= 0x80
                || (c >= '0' && c <= '9')
                || (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z');
    }
}
