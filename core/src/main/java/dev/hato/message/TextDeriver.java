package dev.hato.message;

import dev.hato.message.HtmlState.Mode;
import dev.hato.message.Node.Gap;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives the nodes of a plain text part from those of the HTML part.
 *
 * <p>The template stays a template: its outputs, branches and loops keep their places, so that the
 * text of a mail follows its HTML. Only the static text between them is read as HTML, by the same
 * scanner that decides on escaping; no document tree is built, for a tree would move tags of the
 * template language out of tables.
 */
final class TextDeriver {
    private static final Set<String> PARAGRAPHS =
            Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "dl", "figure", "fieldset");
    private static final Set<String> LINES = Set.of(
            "div",
            "tr",
            "li",
            "dt",
            "dd",
            "section",
            "article",
            "header",
            "footer",
            "main",
            "nav",
            "aside",
            "center",
            "address",
            "caption",
            "form",
            "body",
            "figcaption",
            "tbody",
            "thead",
            "tfoot",
            "legend");
    private static final Set<String> VOID = Set.of(
            "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
            "wbr");

    private final HtmlScanner scanner;
    private final DerivedText text = new DerivedText();
    private DerivedTag tag = new DerivedTag();
    private @Nullable DerivedLink link;
    private String hidden = "";
    private int hiddenDepth;
    private boolean outlook;
    private int lists;

    private TextDeriver(SourceText source) {
        this.scanner = new HtmlScanner(source);
    }

    /** Returns the nodes of the text part. The HTML's nodes must have been compiled without an error before. */
    static List<Node> derive(SourceText source, List<Node> html) {
        TextDeriver deriver = new TextDeriver(source);
        return deriver.branch(html);
    }

    /** Returns the text of HTML that is no template. */
    static String plain(String html) {
        SourceText source = new SourceText("SafeHtml", "html", html);
        Program.Settings settings = new Program.Settings(
                new Formats(Locale.ROOT, ZoneOffset.UTC), new TemplateLimits(1, 1, 1, Integer.MAX_VALUE));
        List<Node> nodes = derive(source, List.of(new Node.Text(html, 0)));
        return PartCompiler.text(source, nodes, settings, new FieldUses(), null).runToString(Fields.none());
    }

    /** Derives into a list of its own. */
    private List<Node> branch(List<Node> nodes) {
        List<Node> outer = text.into(new ArrayList<>());
        nodes.forEach(this::node);
        return text.into(outer);
    }

    private void node(Node node) {
        if (node instanceof Node.Text piece) {
            for (int i = 0; i < piece.text().length(); i++) {
                character(piece.text().charAt(i), piece.at() + i);
            }
        } else if (node instanceof Node.Output output) {
            output(output);
        } else if (node instanceof Node.Assign) {
            text.add(node);
        } else if (node instanceof Node.If choice) {
            choice(choice);
        } else if (node instanceof Node.For loop) {
            loop(loop);
        }
    }

    private boolean isShown() {
        return hidden.isEmpty() && !outlook;
    }

    private void output(Node.Output output) {
        Mode mode = scanner.mode();
        boolean inValue = HtmlState.isInValue(mode) || mode == Mode.BEFORE_VALUE;
        scanner.slot(output.at());
        if (inValue) {
            tag.slot(scanner.plainAttribute(), output);
        } else if (mode == Mode.TEXT && isShown()) {
            text.output(output);
        }
    }

    private void character(char c, int at) {
        Mode before = scanner.mode();
        scanner.next(c, at);
        Mode now = scanner.mode();
        if (before == Mode.TEXT && now == Mode.TEXT) {
            if (isShown()) {
                text.character(c, at);
            }
        } else if (before == Mode.LESS && (now == Mode.TEXT || now == Mode.LESS)) {
            if (isShown()) {
                text.character('<', at);
                if (now == Mode.TEXT) {
                    text.character(c, at);
                }
            }
        } else if (now == Mode.TAG_NAME && (before == Mode.LESS || before == Mode.LESS_SLASH)) {
            tag = new DerivedTag();
        } else if (HtmlState.isInValue(now)) {
            boolean opening = before == Mode.BEFORE_VALUE;
            if (opening) {
                tag.open(scanner.plainAttribute());
            }
            if (!opening || now == Mode.UNQUOTED) {
                tag.character(scanner.plainAttribute(), c, at);
            }
        } else if (now == Mode.TEXT || now == Mode.RAW) {
            markupEnd(before);
        }
    }

    private void markupEnd(Mode before) {
        switch (before) {
            case CONDITION -> outlook = true;
            case BOGUS, COMMENT, COMMENT_START -> outlook = false;
            case RAW, LESS_SLASH, MARKUP -> {}
            default -> {
                if (HtmlState.isInTag(before)) {
                    if (!outlook) {
                        element(scanner.element(), scanner.closing());
                    }
                    tag = new DerivedTag();
                }
            }
        }
    }

    private void element(String name, boolean closing) {
        if (!hidden.isEmpty()) {
            if (name.equals(hidden)) {
                hiddenDepth += closing ? -1 : 1;
                hidden = hiddenDepth == 0 ? "" : hidden;
            }
            return;
        }
        if (!closing && tag.isHidden() && !VOID.contains(name)) {
            hidden = name;
            hiddenDepth = 1;
            return;
        }
        switch (name) {
            case "br" -> text.gap(Gap.BREAK);
            case "td", "th" -> text.gap(Gap.WORD);
            case "img" -> text.nodes(tag.alt());
            case "hr" -> {
                text.gap(Gap.PARAGRAPH);
                text.words("--------");
                text.gap(Gap.PARAGRAPH);
            }
            case "ul", "ol" -> {
                lists = Math.max(0, lists + (closing ? -1 : 1));
                text.gap(lists > (closing ? 0 : 1) ? Gap.LINE : Gap.PARAGRAPH);
            }
            case "li" -> {
                text.gap(Gap.LINE);
                if (!closing) {
                    text.marker("  ".repeat(Math.min(8, Math.max(0, lists - 1))) + "- ");
                }
            }
            case "pre" -> {
                text.gap(Gap.PARAGRAPH);
                text.preformatted(!closing);
            }
            case "a" -> anchor(closing);
            default -> {
                if (PARAGRAPHS.contains(name)) {
                    text.gap(Gap.PARAGRAPH);
                } else if (LINES.contains(name)) {
                    text.gap(Gap.LINE);
                }
            }
        }
    }

    private void anchor(boolean closing) {
        if (closing) {
            text.flush();
            DerivedLink open = link;
            if (open != null) {
                text.nodes(open.suffix(text.list()));
            }
            link = null;
        } else {
            text.flush();
            link = DerivedLink.to(tag.href(), text.list());
        }
    }

    /** What one branch may change. */
    private record Place(
            HtmlState html, DerivedTag tag, @Nullable DerivedLink link, Hidden hidden, int lists) {}

    private record Hidden(String element, int depth, boolean outlook) {}

    private Place place() {
        return new Place(scanner.state(), tag.copy(), link, new Hidden(hidden, hiddenDepth, outlook), lists);
    }

    private void restore(Place place) {
        scanner.restore(place.html());
        tag = place.tag().copy();
        link = place.link();
        hidden = place.hidden().element();
        hiddenDepth = place.hidden().depth();
        outlook = place.hidden().outlook();
        lists = place.lists();
    }

    private void choice(Node.If choice) {
        boolean inValue = HtmlState.isInValue(scanner.mode());
        String attribute = scanner.plainAttribute();
        text.flush();
        tag.flush();
        Place before = place();
        List<List<Node>> bodies = new ArrayList<>();
        List<List<Node>> values = new ArrayList<>();
        List<Place> ends = new ArrayList<>();
        for (int i = 0; i <= choice.branches().size(); i++) {
            restore(before);
            if (inValue) {
                tag.open(attribute);
            }
            bodies.add(branch(
                    i < choice.branches().size() ? choice.branches().get(i).body() : choice.otherwise()));
            tag.flush();
            values.add(tag.value(attribute));
            ends.add(place());
        }
        text.addUnlessEmpty(rebuilt(choice, bodies));
        restore(ends.get(0));
        HtmlState joined = ends.get(0).html();
        for (Place end : ends) {
            HtmlState next = joined.join(end.html());
            joined = next == null ? joined : next;
        }
        scanner.restore(joined);
        if (inValue) {
            tag = before.tag().copy();
            tag.append(attribute, rebuilt(choice, values));
        } else {
            tag.merge(
                    rebuiltIfChanged(
                            choice, ends.stream().map(end -> end.tag().href()).toList()),
                    rebuiltIfChanged(
                            choice, ends.stream().map(end -> end.tag().alt()).toList()));
        }
        boolean linkChanged =
                ends.stream().anyMatch(end -> end.link() != ends.get(0).link());
        if (linkChanged) {
            link = DerivedLink.merged(ends.stream().map(Place::link).toList(), suffixes -> rebuilt(choice, suffixes));
        }
    }

    private static List<Node> rebuiltIfChanged(Node.If choice, List<List<Node>> lists) {
        List<Node> first = lists.get(0);
        boolean changed = lists.stream().anyMatch(list -> !list.equals(first));
        return changed ? List.of(rebuilt(choice, lists)) : first;
    }

    /** The same choice with other contents: one list a branch, and the last for none of them. */
    private static Node.If rebuilt(Node.If choice, List<List<Node>> bodies) {
        List<Node.Branch> branches = new ArrayList<>();
        for (int i = 0; i < choice.branches().size(); i++) {
            Node.Branch branch = choice.branches().get(i);
            branches.add(new Node.Branch(branch.condition(), bodies.get(i), branch.at()));
        }
        return new Node.If(List.copyOf(branches), bodies.get(bodies.size() - 1), choice.at());
    }

    private void loop(Node.For loop) {
        boolean inValue = HtmlState.isInValue(scanner.mode());
        String attribute = scanner.plainAttribute();
        text.flush();
        tag.flush();
        Place before = place();
        List<List<Node>> bodies = new ArrayList<>();
        List<List<Node>> values = new ArrayList<>();
        List<Node> otherwise = loop.otherwise();
        for (List<Node> body : otherwise == null ? List.of(loop.body()) : List.of(loop.body(), otherwise)) {
            restore(before);
            if (inValue) {
                tag.open(attribute);
            }
            bodies.add(branch(body));
            tag.flush();
            values.add(tag.value(attribute));
        }
        restore(before);
        List<List<Node>> rebuilt = inValue ? values : bodies;
        Node.For derived =
                new Node.For(loop.iteration(), rebuilt.get(0), otherwise == null ? null : rebuilt.get(1), loop.at());
        if (inValue) {
            tag.append(attribute, derived);
        } else {
            text.addUnlessEmpty(derived);
        }
    }
}
