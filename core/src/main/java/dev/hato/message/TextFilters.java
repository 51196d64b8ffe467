package dev.hato.message;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters on texts and lists. */
final class TextFilters {
    private static final int LONGEST = 5_000_000;

    private TextFilters() {}

    static Filter.Step compile(Filter filter, List<Expr> arguments, Formats formats) {
        switch (filter) {
            case REPLACE -> {
                Filter.checkLiteral(arguments, 0, String.class);
                Filter.checkLiteral(arguments, 1, String.class);
                if (arguments.get(0) instanceof Expr.Literal old && "".equals(old.value())) {
                    throw new IllegalArgumentException("there is nothing to replace in an empty text");
                }
            }
            case TRUNCATE -> {
                Filter.checkLiteral(arguments, 0, BigDecimal.class);
                Filter.checkLiteral(arguments, 1, String.class);
            }
            case JOIN -> Filter.checkLiteral(arguments, 0, String.class);
            default -> {}
        }
        return switch (filter) {
            case DEFAULT -> (input, args) -> Values.isBlank(input) ? args[0] : input;
            case UPCASE -> (input, args) -> text(input, formats).toUpperCase(formats.locale());
            case DOWNCASE -> (input, args) -> text(input, formats).toLowerCase(formats.locale());
            case CAPITALIZE -> (input, args) -> capitalize(text(input, formats), formats);
            case STRIP -> (input, args) -> text(input, formats).strip();
            case TRUNCATE ->
                (input, args) -> Graphemes.truncate(
                        text(input, formats), count(args[0]), args.length > 1 ? text(args[1], formats) : "…");
            case REPLACE ->
                (input, args) -> replace(text(input, formats), text(args[0], formats), text(args[1], formats));
            case APPEND -> (input, args) -> concat(text(input, formats), text(args[0], formats));
            case PREPEND -> (input, args) -> concat(text(args[0], formats), text(input, formats));
            case JOIN -> (input, args) -> join(input, args.length > 0 ? text(args[0], formats) : ", ", formats);
            case SIZE -> (input, args) -> size(input);
            case FIRST -> (input, args) -> end(input, true);
            case LAST -> (input, args) -> end(input, false);
            case ESCAPE -> (input, args) -> input instanceof SafeHtml html ? html.html() : text(input, formats);
            case URL_ENCODE -> (input, args) -> Escape.percentEncoded(text(input, formats));
            case NEWLINE_TO_BR -> (input, args) -> newlineToBr(input, formats);
            default -> throw new IllegalArgumentException(filter + " is no filter on text");
        };
    }

    static String text(@Nullable Object value, Formats formats) {
        String text = value == null ? null : Values.text(value, formats);
        if (text == null) {
            throw new Filter.Unfit("takes a text, but got " + kind(value));
        }
        return text;
    }

    /** What a value is called in messages, without its content. */
    static String kind(@Nullable Object value) {
        if (value == null) {
            return "no value";
        }
        if (value instanceof Fields || value instanceof Map<?, ?>) {
            return "a group of fields";
        }
        if (Values.list(value) != null) {
            return "a list that has groups or gaps in it";
        }
        return value instanceof CharSequence
                ? "a text"
                : "a value of " + value.getClass().getName();
    }

    private static int count(@Nullable Object value) {
        BigDecimal number = Values.number(value);
        if (number == null || number.signum() < 0 || number.precision() - number.scale() > 9) {
            throw new Filter.Unfit("takes a length from 0 to 999999999");
        }
        return number.intValue();
    }

    private static String capitalize(String text, Formats formats) {
        if (text.isEmpty()) {
            return text;
        }
        int end = text.offsetByCodePoints(0, 1);
        return text.substring(0, end).toUpperCase(formats.locale())
                + text.substring(end).toLowerCase(formats.locale());
    }

    private static String concat(String first, String second) {
        checkLength((long) first.length() + second.length());
        return first + second;
    }

    private static String replace(String text, String old, String replacement) {
        if (old.isEmpty()) {
            throw new Filter.Unfit("has nothing to replace: its first argument is an empty text");
        }
        if (replacement.length() > old.length()) {
            long count = 0;
            for (int at = text.indexOf(old); at >= 0; at = text.indexOf(old, at + old.length())) {
                count++;
            }
            checkLength(text.length() + count * (replacement.length() - old.length()));
        }
        return text.replace(old, replacement);
    }

    private static void checkLength(long length) {
        if (length > LONGEST) {
            throw new Filter.Unfit("would make a text of more than " + LONGEST + " characters");
        }
    }

    private static String join(Object input, String separator, Formats formats) {
        List<?> items = Values.list(input);
        if (items == null) {
            throw new Filter.Unfit("takes a list, but got " + kind(input));
        }
        checkLength((long) items.size() * separator.length());
        String joined = Values.join(items, separator, formats);
        if (joined == null) {
            throw new Filter.Unfit("takes a list of texts or numbers, but got " + kind(items));
        }
        return joined;
    }

    private static Object size(Object input) {
        Object size = Paths.size(input);
        if (size == null) {
            throw new Filter.Unfit("takes a list or a text, but got " + kind(input));
        }
        return size;
    }

    private static @Nullable Object end(Object input, boolean first) {
        List<?> items = Values.list(input);
        if (items == null) {
            throw new Filter.Unfit("takes a list, but got " + kind(input));
        }
        return items.isEmpty() ? null : items.get(first ? 0 : items.size() - 1);
    }

    private static SafeHtml newlineToBr(Object input, Formats formats) {
        if (input instanceof SafeHtml safe) {
            return SafeHtml.of(breaks(safe.html()), safe.text());
        }
        String text = text(input, formats);
        Utf8Buffer escaped = new Utf8Buffer(text.length() + 16);
        Escape.HTML.write(text, escaped);
        return SafeHtml.of(breaks(escaped.toString()), text);
    }

    private static String breaks(String html) {
        checkLength(html.length() * 2L);
        return html.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "<br>\n");
    }
}
