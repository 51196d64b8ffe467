package dev.hato.css;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a style element that could be read.
 *
 * @param order its place among all rules of the page
 * @param sheet where it comes from
 */
record StyleRule(Span span, List<Selector> selectors, List<Declaration> declarations, int order, StyleElement sheet) {
    /**
     * Where a rule stands.
     *
     * @param from offset of its first character in the source
     * @param to offset behind its closing brace
     * @param tagged whether a merge tag is in it
     */
    record Span(int from, int to, boolean tagged) {}

    int from() {
        return span.from();
    }

    int to() {
        return span.to();
    }

    /** Whether a merge tag is in it, so that it is left as it is. */
    boolean isTagged() {
        return span.tagged();
    }

    /** Rules are compared by their place: one page has one rule of each order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StyleRule rule && rule.order == order;
    }

    @Override
    public int hashCode() {
        return order;
    }
}
