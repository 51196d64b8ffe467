package dev.hato.css;

import dev.hato.internal.MaskedHtml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the rules of the style elements of one page. What it cannot read stays where it is. */
final class StyleSheet {
    private static final int DEEPEST = 8;
    private static final Set<String> GROUPS = Set.of("media", "supports", "layer", "container", "-moz-document");

    private final MaskedHtml html;
    private final String css;
    private final List<StyleRule> rules = new ArrayList<>();
    private final List<StyleRule> conditional = new ArrayList<>();
    private int order;

    StyleSheet(MaskedHtml html) {
        this.html = html;
        this.css = html.text();
    }

    void add(StyleElement element) {
        block(element.contentFrom(), element.contentTo(), element, element.conditional(), 0);
    }

    /** The rules that always hold. */
    List<StyleRule> rules() {
        return rules;
    }

    /** The rules that hold for some media, in some branch, or for an element that is not to be inlined. */
    List<StyleRule> conditional() {
        return conditional;
    }

    private void block(int from, int to, StyleElement element, boolean sometimes, int depth) {
        int at = from;
        while (true) {
            at = skip(at, to);
            if (at >= to) {
                return;
            }
            boolean rule = css.charAt(at) != '@';
            int open = CssScanner.find(css, at, to, rule ? "{" : "{;");
            if (open >= to || css.charAt(open) == ';') {
                at = open + 1;
                continue;
            }
            int close = CssScanner.find(css, open + 1, to, "}");
            int end = Math.min(to, close + 1);
            if (rule) {
                rule(at, open, close, element, sometimes || close >= to);
            } else if (depth < DEEPEST && GROUPS.contains(name(at + 1, open))) {
                block(open + 1, close, element, true, depth + 1);
            }
            at = end;
        }
    }

    private String name(int from, int to) {
        int end = from;
        while (end < to && CssScanner.isNamePart(css.charAt(end))) {
            end++;
        }
        return css.substring(from, end).toLowerCase(Locale.ROOT);
    }

    /** White space, comments, and the marks that once hid styles from browsers that knew none. */
    private int skip(int from, int to) {
        int at = from;
        while (at < to) {
            if (CssScanner.isSpace(css.charAt(at))) {
                at++;
            } else if (CssScanner.isComment(css, at, to)) {
                at = CssScanner.comment(css, at, to);
            } else if (css.startsWith("<!--", at)) {
                at += 4;
            } else if (css.startsWith("-->", at)) {
                at += 3;
            } else {
                break;
            }
        }
        return at;
    }

    private void rule(int from, int open, int close, StyleElement element, boolean sometimes) {
        int place = order++;
        List<Selector> selectors = SelectorParser.list(CssScanner.compact(css, from, open));
        List<Declaration> declarations = Declaration.list(css, open + 1, close);
        int end = Math.min(close + 1, element.contentTo());
        if (selectors == null || declarations == null) {
            return;
        }
        StyleRule.Span span = new StyleRule.Span(from, end, html.hasTag(from, end));
        boolean uncertain = sometimes || span.tagged() || html.isInsideBlock(from, element.contentFrom());
        (uncertain ? conditional : rules).add(new StyleRule(span, selectors, declarations, place, element));
    }
}
