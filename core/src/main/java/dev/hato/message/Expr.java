package dev.hato.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands inside a tag, as it was parsed. */
sealed interface Expr {
    /** Offset in the source, for messages. */
    int at();

    /** Text, a {@link java.math.BigDecimal}, a {@link Boolean}, or null for nil. */
    record Literal(@Nullable Object value, int at) implements Expr {}

    /** {@code empty} or {@code blank}, which are only compared with. */
    record Special(boolean blank, int at) implements Expr {}

    /**
     * A field.
     *
     * @param segments names as {@link String}, indices as {@link Integer}; the first is the root's name
     */
    record Path(List<Object> segments, int at) implements Expr {
        String root() {
            return (String) segments.get(0);
        }

        /** As a person writes it. */
        String shown() {
            return shown(segments.size());
        }

        /** The first segments as a person writes them. */
        String shown(int count) {
            StringBuilder out = new StringBuilder(root());
            for (Object segment : segments.subList(1, count)) {
                if (segment instanceof Integer index) {
                    out.append('[').append(index).append(']');
                } else {
                    out.append('.').append(segment);
                }
            }
            return out.toString();
        }
    }

    /** One step of a filter chain. */
    record FilterCall(String name, List<Expr> arguments, int at) {}

    /** A value run through filters. */
    record Filtered(Expr input, List<FilterCall> filters, int at) implements Expr {}

    /** {@code == != < > <= >=} or {@code contains}. */
    record Comparison(String operator, Expr left, Expr right, int at) implements Expr {}

    /** True if all terms are. */
    record All(List<Expr> terms, int at) implements Expr {}

    /** True if one term is. */
    record Any(List<Expr> terms, int at) implements Expr {}

    /** True if the term is not. */
    record Not(Expr term, int at) implements Expr {}
}
