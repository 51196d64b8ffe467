package dev.hato.css;

import dev.hato.internal.MaskedHtml;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;

/**
 * A style element of a page.
 *
 * @param from offset of its start tag
 * @param contentFrom offset behind its start tag
 * @param contentTo offset of its end tag
 * @param to offset behind its end tag
 * @param conditional whether its rules hold only sometimes: for some media, in a branch
 * @param frozen whether nothing of it is to be changed
 * @param removable whether it may go when it is empty, for nothing counts its siblings
 */
record StyleElement(
        int from, int contentFrom, int contentTo, int to, boolean conditional, boolean frozen, boolean removable) {
    private static final Set<String> EVERYWHERE = Set.of("", "all", "screen");

    static boolean isCss(Element element) {
        String type = element.attr("type").strip().toLowerCase(Locale.ROOT);
        return element.normalName().equals("style") && (type.isEmpty() || type.equals("text/css"));
    }

    static StyleElement of(Element element, MaskedHtml html) {
        Range start = element.sourceRange();
        Range end = element.endSourceRange();
        int endTag = html.text().lastIndexOf("</", end.endPos() - 1);
        boolean closed = endTag >= start.endPos() && html.text().regionMatches(true, endTag, "</style", 0, 7);
        int contentTo = closed ? endTag : start.endPos();
        boolean out = element.attr("data-hato-inline").equalsIgnoreCase("off");
        boolean odd = start.isImplicit()
                || !closed
                || html.hasTag(start.startPos(), start.endPos())
                || element.closest("svg, math, template, noscript") != null;
        String media = element.attr("media").strip().toLowerCase(Locale.ROOT);
        boolean sometimes = !EVERYWHERE.contains(media) || html.isInsideBlock(start.startPos());
        return new StyleElement(
                start.startPos(),
                start.endPos(),
                contentTo,
                Math.max(contentTo, end.endPos()),
                sometimes || out || odd,
                out || odd,
                element.closest("head") != null);
    }
}
