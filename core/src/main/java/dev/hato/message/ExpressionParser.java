package dev.hato.message;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the expressions of one tag.
 *
 * <pre>
 * condition  = conjunction { "or" conjunction }
 * conjunction = comparison { "and" comparison }
 * comparison = operand [ ( "==" | "!=" | "&lt;" | "&gt;" | "&lt;=" | "&gt;=" | "contains" ) operand ]
 * operand    = text | number | "true" | "false" | "nil" | "empty" | "blank" | path | "(" condition ")"
 * path       = name { "." name | "[" ( integer | text ) "]" }
 * filtered   = operand { "|" name [ ":" operand { "," operand } ] }
 * </pre>
 */
final class ExpressionParser {
    private final SourceText source;
    private final List<Token> tokens;
    private final int deepest;
    private int next;
    private static final int MOST_FILTERS = 30;

    private int depth;

    ExpressionParser(SourceText source, List<Token> tokens, int deepest) {
        this.source = source;
        this.tokens = tokens;
        this.deepest = deepest;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token take() {
        Token token = tokens.get(next);
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    boolean takeSign(String sign) {
        boolean there = peek().isSign(sign);
        next += there ? 1 : 0;
        return there;
    }

    boolean takeName(String name) {
        boolean there = peek().isName(name);
        next += there ? 1 : 0;
        return there;
    }

    String name(String wanted) {
        Token token = take();
        if (token.kind() != Token.Kind.NAME) {
            throw source.error(token.at(), "Expected " + wanted + ", but found " + token.shown() + ".");
        }
        return token.text();
    }

    void end(String form) {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            throw source.error(token.at(), "Unexpected " + token.shown() + ". The form is " + form + ".");
        }
    }

    Expr condition() {
        int at = peek().at();
        List<Expr> terms = new ArrayList<>();
        do {
            terms.add(conjunction());
        } while (takeName("or"));
        return terms.size() == 1 ? terms.get(0) : new Expr.Any(List.copyOf(terms), at);
    }

    private Expr conjunction() {
        int at = peek().at();
        List<Expr> terms = new ArrayList<>();
        do {
            terms.add(comparison());
        } while (takeName("and"));
        return terms.size() == 1 ? terms.get(0) : new Expr.All(List.copyOf(terms), at);
    }

    private Expr comparison() {
        Expr left = operand(true);
        Token operator = peek();
        if (operator.kind() == Token.Kind.COMPARISON || operator.isName("contains")) {
            take();
            return new Expr.Comparison(operator.text(), left, operand(true), operator.at());
        }
        if (operator.isSign("=")) {
            throw source.error(operator.at(), "'=' does not compare; write '=='.");
        }
        return left;
    }

    Expr filtered() {
        Expr input = operand(false);
        int at = input.at();
        List<Expr.FilterCall> filters = new ArrayList<>();
        while (takeSign("|")) {
            Token name = peek();
            if (filters.size() == MOST_FILTERS) {
                throw source.error(
                        name.at(),
                        "More than " + MOST_FILTERS + " filters stand in a row; assign the value in between.");
            }
            String filter = name("a filter's name after '|'");
            List<Expr> arguments = new ArrayList<>();
            if (takeSign(":")) {
                do {
                    arguments.add(operand(false));
                } while (takeSign(","));
            }
            filters.add(new Expr.FilterCall(filter, List.copyOf(arguments), name.at()));
        }
        return filters.isEmpty() ? input : new Expr.Filtered(input, List.copyOf(filters), at);
    }

    /** A value; with {@code brackets} also a condition in brackets. */
    Expr operand(boolean brackets) {
        Token token = take();
        if (token.kind() == Token.Kind.STRING) {
            return new Expr.Literal(token.text(), token.at());
        }
        if (token.kind() == Token.Kind.NUMBER) {
            return new Expr.Literal(new BigDecimal(token.text()), token.at());
        }
        if (token.kind() == Token.Kind.NAME) {
            return named(token);
        }
        if (brackets && token.isSign("(")) {
            if (++depth > deepest) {
                throw source.error(token.at(), "Brackets stand more than " + deepest + " deep inside each other.");
            }
            Expr inside = condition();
            if (!takeSign(")")) {
                throw source.error(peek().at(), "Expected ')', but found " + peek().shown() + ".");
            }
            depth--;
            return inside;
        }
        throw source.error(token.at(), "Expected a field, a \"text\" or a number, but found " + token.shown() + ".");
    }

    private Expr named(Token token) {
        boolean alone = !peek().isSign(".") && !peek().isSign("[");
        Expr word = alone ? word(token) : null;
        return word == null ? path(token) : word;
    }

    private static @Nullable Expr word(Token token) {
        return switch (token.text()) {
            case "true", "false" -> new Expr.Literal(token.text().equals("true"), token.at());
            case "nil", "null" -> new Expr.Literal(null, token.at());
            case "empty", "blank" -> new Expr.Special(token.text().equals("blank"), token.at());
            default -> null;
        };
    }

    private Expr path(Token token) {
        List<Object> segments = new ArrayList<>();
        segments.add(token.text());
        while (true) {
            if (takeSign(".")) {
                segments.add(name("a name after '.'"));
            } else if (takeSign("[")) {
                segments.add(index());
            } else {
                return new Expr.Path(List.copyOf(segments), token.at());
            }
        }
    }

    private Object index() {
        Token token = take();
        Object index = null;
        if (token.kind() == Token.Kind.STRING) {
            index = token.text();
        } else if (token.kind() == Token.Kind.NUMBER
                && token.text().length() < 10
                && !token.text().contains(".")) {
            index = Integer.valueOf(token.text());
        }
        if (index == null || !takeSign("]")) {
            throw source.error(
                    token.at(),
                    "Brackets behind a field hold one whole number or one \"text\": items[0], contact[\"zip\"].");
        }
        return index;
    }
}
