package dev.hato.css;

import dev.hato.internal.MaskedHtml;
import dev.hato.internal.TemplateTag;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;

/** A start tag of the source, the elements a parser makes of it, and the place of its style. */
final class StartTag {
    private enum Form {
        /** Nothing can be written here. */
        FIXED,
        /** There is no style attribute. */
        ABSENT,
        /** The name without a value. */
        BARE,
        UNQUOTED,
        QUOTED
    }

    /** A rule that means, or may mean, this tag's elements. */
    record Hit(StyleRule rule, int specificity, Match match) {}

    private final MaskedHtml html;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<Hit> hits = new ArrayList<>();
    private final int nameEnd;
    private Form form = Form.FIXED;
    private char quote = '"';
    private int valueFrom;
    private int valueTo;

    StartTag(Element element, MaskedHtml html) {
        this.html = html;
        Range tag = element.sourceRange();
        String text = html.text();
        int end = tag.startPos() + 1;
        while (end < tag.endPos() && !CssScanner.isSpace(text.charAt(end)) && "/>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        this.nameEnd = end;
        boolean whole = !tag.isImplicit()
                && tag.endPos() - tag.startPos() > 2
                && text.charAt(tag.startPos()) == '<'
                && text.charAt(tag.endPos() - 1) == '>';
        if (whole) {
            locate(element, tag);
        }
    }

    private void locate(Element element, Range tag) {
        if (!element.hasAttr("style")) {
            form = Form.ABSENT;
            return;
        }
        boolean loose = html.tagsIn(tag.startPos(), tag.endPos()).stream()
                .anyMatch(part -> part.isBlock() && part.place() != TemplateTag.Place.VALUE);
        Range.AttributeRange range = element.attributes().sourceRange("style");
        if (loose || !range.isTracked()) {
            return;
        }
        String text = html.text();
        int at = skipSpace(range.nameRange().endPos(), tag.endPos());
        if (text.charAt(at) != '=') {
            valueFrom = range.nameRange().endPos();
            valueTo = valueFrom;
            form = Form.BARE;
            return;
        }
        at = skipSpace(at + 1, tag.endPos());
        char first = text.charAt(at);
        if (first == '"' || first == '\'') {
            int close = text.indexOf(first, at + 1);
            if (close > 0 && close < tag.endPos()) {
                form = Form.QUOTED;
                quote = first;
                valueFrom = at + 1;
                valueTo = close;
            }
        } else if (first != '>') {
            valueFrom = at;
            valueTo = range.valueRange().endPos();
            String value = text.substring(valueFrom, Math.max(valueFrom, valueTo));
            boolean plain = value.indexOf('"') < 0 && !html.hasTag(valueFrom, valueTo);
            form = plain && valueTo > valueFrom ? Form.UNQUOTED : Form.FIXED;
        }
    }

    private int skipSpace(int from, int to) {
        int at = from;
        while (at < to - 1 && CssScanner.isSpace(html.text().charAt(at))) {
            at++;
        }
        return at;
    }

    void add(Subject subject) {
        subjects.add(subject);
    }

    List<Subject> subjects() {
        return subjects;
    }

    List<Hit> hits() {
        return hits;
    }

    boolean isEditable() {
        return form != Form.FIXED;
    }

    /** The author's own style with its tags masked, character references decoded; empty if there is none. */
    String ownStyle() {
        boolean written = form == Form.QUOTED || form == Form.UNQUOTED;
        return written
                ? subjects.get(0).element().attr("style")
                : form == Form.FIXED ? subjects.get(0).element().attr("style") : "";
    }

    /** Whether the author's own style, or a part of it, depends on a field. */
    boolean hasTagsInStyle() {
        return html.hasTag(valueFrom, valueTo);
    }

    /** The beginning of the author's own style that holds whatever the fields say; all of it without branches. */
    String styleBeforeBranches() {
        List<TemplateTag> branches = branches();
        if (branches.isEmpty()) {
            return ownStyle();
        }
        String before = html.text().substring(valueFrom, branches.get(0).from());
        return Parser.unescapeEntities(before.substring(0, before.lastIndexOf(';') + 1), true);
    }

    /** The end of the author's own style that holds whatever the fields say; all of it without branches. */
    String styleBehindBranches() {
        List<TemplateTag> branches = branches();
        if (branches.isEmpty()) {
            return ownStyle();
        }
        String behind = html.text().substring(branches.get(branches.size() - 1).to(), valueTo);
        int end = behind.indexOf(';');
        return Parser.unescapeEntities(end < 0 ? "" : behind.substring(end), true);
    }

    private List<TemplateTag> branches() {
        return html.tagsIn(valueFrom, valueTo).stream()
                .filter(TemplateTag::isBlock)
                .toList();
    }

    /** Whether text may follow the author's own style. */
    boolean takesMore() {
        return CssScanner.isClosed(ownStyle());
    }

    /** Returns what writes declarations before and behind the author's own. */
    List<CssInliner.Edit> edits(String before, String behind) {
        String own = html.source().substring(valueFrom, valueTo);
        boolean hasOwn = !ownStyle().isBlank();
        boolean ended = hasOwn && own.stripTrailing().endsWith(";") && !endsInTag();
        String head = escaped(before) + (hasOwn && !before.isEmpty() ? ";" : "");
        String tail = (behind.isEmpty() || ended || (!hasOwn && before.isEmpty()) ? "" : ";") + escaped(behind);
        return switch (form) {
            case FIXED -> List.of();
            case ABSENT -> List.of(new CssInliner.Edit(nameEnd, nameEnd, " style=\"" + head + tail + "\""));
            case BARE -> List.of(new CssInliner.Edit(valueFrom, valueFrom, "=\"" + head + tail + "\""));
            case UNQUOTED ->
                List.of(
                        new CssInliner.Edit(valueFrom, valueFrom, "\"" + head),
                        new CssInliner.Edit(valueTo, valueTo, tail + "\""));
            case QUOTED ->
                hasOwn
                        ? List.of(
                                new CssInliner.Edit(valueFrom, valueFrom, head),
                                new CssInliner.Edit(valueTo, valueTo, tail))
                        : List.of(new CssInliner.Edit(valueFrom, valueFrom, head + tail));
        };
    }

    private boolean endsInTag() {
        List<TemplateTag> tags = html.tagsIn(valueFrom, valueTo);
        String rest = tags.isEmpty()
                ? ""
                : html.source().substring(tags.get(tags.size() - 1).to(), valueTo);
        return !tags.isEmpty() && rest.isBlank();
    }

    /** Escapes for the attribute; strings in double quotes get single ones where that reads the same. */
    private String escaped(String style) {
        String plain =
                quote == '"' && style.indexOf('\'') < 0 && style.indexOf('\\') < 0 ? style.replace('"', '\'') : style;
        return plain.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace(quote == '"' ? "\"" : "'", quote == '"' ? "&quot;" : "&#39;");
    }
}
