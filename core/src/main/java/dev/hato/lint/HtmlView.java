package dev.hato.lint;

import dev.hato.internal.MaskedHtml;
import dev.hato.internal.TemplateTag;
import dev.hato.message.TemplatePosition;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/** What the parsed, masked HTML says about the source. */
final class HtmlView {
    private final MaskedHtml html;
    private final Positions positions;

    HtmlView(MaskedHtml html) {
        this.html = html;
        this.positions = new Positions("html", html.source());
    }

    TemplatePosition position(Element element) {
        return positions.at(element.sourceRange().startPos());
    }

    TemplatePosition position(int offset) {
        return positions.at(offset);
    }

    /** Where the attribute's name stands, or the element if the parser lost it. */
    TemplatePosition position(Element element, String attribute) {
        Range name = element.attributes().sourceRange(attribute).nameRange();
        return name.isTracked() ? positions.at(name.startPos()) : position(element);
    }

    String masked() {
        return html.text();
    }

    boolean isInsideBlock(int offset) {
        return html.isInsideBlock(offset);
    }

    boolean hasOutput(Range range) {
        return range.isTracked() && html.hasOutput(range.startPos(), range.endPos());
    }

    boolean hasOutputIn(Element element, String attribute) {
        return hasOutput(element.attributes().sourceRange(attribute).valueRange());
    }

    /** Returns whether the start tag has branches or loops outside of values, so that attributes may come and go. */
    boolean isLoose(Element element) {
        Range tag = element.sourceRange();
        return html.tagsIn(tag.startPos(), tag.endPos()).stream()
                .anyMatch(part -> part.isBlock() && part.place() != TemplateTag.Place.VALUE);
    }

    /**
     * The beginning of an attribute's value that no field decides.
     *
     * @param fixed the value up to the first output, decoded, without tags
     * @param complete whether nothing follows it
     */
    record Value(String fixed, boolean complete) {}

    Value value(Element element, String attribute) {
        Range range = element.attributes().sourceRange(attribute).valueRange();
        if (!range.isTracked() || !html.hasTag(range.startPos(), range.endPos())) {
            return new Value(element.attr(attribute).strip(), true);
        }
        StringBuilder fixed = new StringBuilder();
        int at = range.startPos();
        boolean complete = true;
        for (TemplateTag tag : html.tagsIn(range.startPos(), range.endPos())) {
            fixed.append(html.source(), at, Math.max(at, tag.from()));
            at = tag.to();
            if (tag.kind() == TemplateTag.Kind.OUTPUT) {
                complete = false;
                break;
            }
        }
        if (complete) {
            fixed.append(html.source(), Math.min(at, range.endPos()), range.endPos());
        }
        return new Value(Parser.unescapeEntities(fixed.toString(), true).strip(), complete);
    }
}
