package dev.hato.message;

import dev.hato.internal.Texts;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the inside of one tag or output into tokens.
 *
 * <p>Closing marks inside quotes do not close the tag.
 */
final class TagLexer {
    private static final int LONGEST_NUMBER = 100;

    private final SourceText source;
    private final String text;
    private final int opened;
    private final String close;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean trimAfter;

    /**
     * Reads one tag.
     *
     * @param opened offset of the opening mark
     * @param inside offset of the first character behind the opening mark
     * @param close the closing mark
     */
    TagLexer(SourceText source, int opened, int inside, String close) {
        this.source = source;
        this.text = source.text();
        this.opened = opened;
        this.close = close;
        this.at = inside;
        read();
    }

    /** The tokens, the last of which is the end. */
    List<Token> tokens() {
        return tokens;
    }

    /** Offset behind the closing mark. */
    int end() {
        return at;
    }

    /** Whether white space behind the tag is to go. */
    boolean trimAfter() {
        return trimAfter;
    }

    private void read() {
        while (true) {
            while (at < text.length() && isSpace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                throw unterminated();
            }
            trimAfter = text.charAt(at) == '-' && text.startsWith(close, at + 1);
            if (trimAfter || text.startsWith(close, at)) {
                tokens.add(new Token(Token.Kind.END, "", at));
                at += close.length() + (trimAfter ? 1 : 0);
                return;
            }
            tokens.add(next());
        }
    }

    private TemplateException unterminated() {
        String open = close.equals("}}") ? "{{" : "{%";
        return source.error(
                opened,
                "'" + open + "' is never closed by '" + close + "'. Close it, or write {% raw %}" + open
                        + "{% endraw %} where the characters themselves are meant.");
    }

    private Token next() {
        int start = at;
        char c = text.charAt(at);
        if (c == '"' || c == '\'') {
            int end = text.indexOf(c, at + 1);
            if (end < 0) {
                throw source.error(start, "The text that begins here has no closing " + c + ". Close it.");
            }
            at = end + 1;
            return new Token(Token.Kind.STRING, text.substring(start + 1, end), start);
        }
        if (isDigit(c) || (c == '-' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        int cp = text.codePointAt(at);
        if (isNameStart(cp)) {
            return name();
        }
        String two = at + 1 < text.length() ? text.substring(at, at + 2) : "";
        if (two.equals("==") || two.equals("!=") || two.equals("<=") || two.equals(">=")) {
            at += 2;
            return new Token(Token.Kind.COMPARISON, two, start);
        }
        if (c == '<' || c == '>') {
            at++;
            return new Token(Token.Kind.COMPARISON, String.valueOf(c), start);
        }
        if (".:,|[]()=".indexOf(c) >= 0) {
            at++;
            return new Token(Token.Kind.SIGN, String.valueOf(c), start);
        }
        throw source.error(
                start,
                Texts.quote(Character.toString(cp))
                        + " has no meaning here. Inside a tag stand names, 'texts', numbers, | : , . [ ] ( ) and comparisons"
                        + "; a name with other characters is written group[\"the name\"].");
    }

    private Token number() {
        int start = at++;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
            at++;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
        }
        if (at - start > LONGEST_NUMBER) {
            throw source.error(start, "The number has more than " + LONGEST_NUMBER + " digits.");
        }
        return new Token(Token.Kind.NUMBER, text.substring(start, at), start);
    }

    private Token name() {
        int start = at;
        while (at < text.length()) {
            int cp = text.codePointAt(at);
            boolean hyphen = cp == '-' && at + 1 < text.length() && isNamePart(text.codePointAt(at + 1));
            if (!hyphen && !isNamePart(cp)) {
                break;
            }
            at += Character.charCount(cp);
        }
        return new Token(Token.Kind.NAME, text.substring(start, at), start);
    }

    private static boolean isNameStart(int cp) {
        return cp == '_' || Character.isLetter(cp);
    }

    private static boolean isNamePart(int cp) {
        return isNameStart(cp) || isDigit(cp) || (Character.isUnicodeIdentifierPart(cp) && !Character.isISOControl(cp));
    }

    private static boolean isDigit(int cp) {
        return cp >= '0' && cp <= '9';
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\u3000';
    }
}
