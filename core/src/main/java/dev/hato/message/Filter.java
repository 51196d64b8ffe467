package dev.hato.message;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filters of the template language; there are no others.
 *
 * <p>A filter whose input has no value is not run and has none either, except {@code default}.
 * Arguments named {@code "…"} below must be literal texts: they are checked when the template is
 * compiled.
 */
enum Filter {
    /** The argument where the input has no value, is blank text or an empty list. */
    DEFAULT("default: value", 1, 1),
    /** A date or time by a pattern of {@link java.time.format.DateTimeFormatter}, in a zone. */
    DATE("date: \"yyyy-MM-dd\", \"Asia/Tokyo\"", 1, 2),
    /** A number by a pattern, see {@link NumberPattern}. */
    NUMBER("number: \"#,##0.00\"", 1, 1),
    /** A sum of money in an ISO 4217 currency. */
    CURRENCY("currency: \"JPY\"", 1, 1),
    UPCASE("upcase", 0, 0),
    DOWNCASE("downcase", 0, 0),
    /** First letter large, the rest small. */
    CAPITALIZE("capitalize", 0, 0),
    /** Without white space around. */
    STRIP("strip", 0, 0),
    /** At most so many code points, the ellipsis (default …) included. */
    TRUNCATE("truncate: length, ellipsis", 1, 2),
    /** Every occurrence of the first argument becomes the second. */
    REPLACE("replace: old, new", 2, 2),
    APPEND("append: text", 1, 1),
    PREPEND("prepend: text", 1, 1),
    /** The elements of a list as one text, by default with a comma and a space between. */
    JOIN("join: separator", 0, 1),
    /** The number of elements of a list, or of code points of a text. */
    SIZE("size", 0, 0),
    FIRST("first", 0, 0),
    LAST("last", 0, 0),
    PLUS("plus: number", 1, 1),
    MINUS("minus: number", 1, 1),
    TIMES("times: number", 1, 1),
    /** Exact where it can be, else 34 significant digits. */
    DIVIDED_BY("divided_by: number", 1, 1),
    /** Halves away from zero, to so many digits behind the point (default 0). */
    ROUND("round: digits", 0, 1),
    /** The value as text, trusted HTML losing its trust: everything is escaped by its place anyway, and only once. */
    ESCAPE("escape", 0, 0),
    /** Percent-encoded as a component of an URL, a space as %20. */
    URL_ENCODE("url_encode", 0, 0),
    /** Escaped, with a br for each line break; elsewhere than in HTML text the text as it is. */
    NEWLINE_TO_BR("newline_to_br", 0, 0);

    private static final Map<String, Filter> BY_NAME = new LinkedHashMap<>();

    static {
        Arrays.stream(values()).forEach(filter -> BY_NAME.put(filter.word(), filter));
    }

    private final String form;
    private final int least;
    private final int most;

    Filter(String form, int least, int most) {
        this.form = form;
        this.least = least;
        this.most = most;
    }

    /** The name in templates. */
    String word() {
        int colon = form.indexOf(':');
        return colon < 0 ? form : form.substring(0, colon);
    }

    /** How it is written. */
    String form() {
        return form;
    }

    boolean takes(int arguments) {
        return arguments >= least && arguments <= most;
    }

    static @Nullable Filter named(String name) {
        return BY_NAME.get(name);
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** One application of a filter. Thread-safe. */
    @FunctionalInterface
    interface Step {
        /**
         * Returns the result, or null for none.
         *
         * @param input not null
         * @param arguments none is null
         * @throws Unfit if the value cannot be used
         */
        @Nullable Object apply(Object input, @Nullable Object[] arguments);
    }

    /** Says why a value cannot be filtered; becomes a {@link RenderException} with a place. */
    static final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unfit(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * Returns the step with its literal arguments checked and prepared.
     *
     * @throws IllegalArgumentException saying what is wrong with them
     */
    Step compile(List<Expr> arguments, Formats formats) {
        return switch (this) {
            case DATE, NUMBER, CURRENCY, PLUS, MINUS, TIMES, DIVIDED_BY, ROUND ->
                NumberFilters.compile(this, arguments, formats);
            default -> TextFilters.compile(this, arguments, formats);
        };
    }

    /** Returns the argument, which must be a literal text. */
    static String literal(List<Expr> arguments, int index) {
        if (arguments.get(index) instanceof Expr.Literal literal && literal.value() instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("argument " + (index + 1) + " must be a \"text\" in quotes");
    }

    /** Checks that an argument, if literal, is of the class. */
    static void checkLiteral(List<Expr> arguments, int index, Class<?> wanted) {
        if (index < arguments.size()
                && arguments.get(index) instanceof Expr.Literal literal
                && !wanted.isInstance(literal.value())) {
            throw new IllegalArgumentException("argument " + (index + 1) + " must be "
                    + (wanted == BigDecimal.class ? "a number" : "a \"text\" in quotes"));
        }
    }
}
