package dev.hato.css;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of a style element that could be read.
 *
 * @param from offset of its first character in the source
 * @param to offset behind its closing brace
 * @param order its place among all rules of the page
 * @param sheet where it comes from
 */
record StyleRule(
        int from, int to, List<Selector> selectors, List<Declaration> declarations, int order, StyleElement sheet) {
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
