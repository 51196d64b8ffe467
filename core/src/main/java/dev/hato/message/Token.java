package dev.hato.message;

/**
 * A word of the template language.
 *
 * @param text the name, the content of a string without quotes, the digits of a number, or the sign itself
 * @param at offset in the source
 */
record Token(Kind kind, String text, int at) {
    enum Kind {
        NAME,
        STRING,
        NUMBER,
        /** {@code == != < > <= >=}. */
        COMPARISON,
        /** {@code . : , | [ ] ( )} and {@code =}. */
        SIGN,
        /** The end of the tag. */
        END
    }

    boolean isSign(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    /** What the token is called in messages. */
    String shown() {
        return switch (kind) {
            case END -> "the end of the tag";
            case STRING -> "the text \"" + text + "\"";
            default -> "'" + text + "'";
        };
    }
}
