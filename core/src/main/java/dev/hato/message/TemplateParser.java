package dev.hato.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a source into nodes. Its recursion is bounded by the limit on nesting. */
final class TemplateParser {
    private static final List<String> TAGS = List.of("assign", "case", "comment", "for", "if", "raw", "unless");
    private static final List<String> INNER =
            List.of("else", "elsif", "when", "endcase", "endcomment", "endfor", "endif", "endraw", "endunless");

    private final SourceText source;
    private final String text;
    private final TemplateLimits limits;
    private int at;
    private boolean trim;
    private int depth;

    /** The tag that ended the block just read. */
    private @Nullable Tag stopped;

    /** A tag that has been read but not understood yet. */
    private record Tag(String name, int at, ExpressionParser inside) {}

    private TemplateParser(SourceText source, TemplateLimits limits) {
        this.source = source;
        this.text = source.text();
        this.limits = limits;
    }

    static List<Node> parse(SourceText source, TemplateLimits limits) {
        int length = source.text().length();
        if (length > limits.sourceLength()) {
            throw source.error(
                    0, "The source has " + length + " characters; at most " + limits.sourceLength() + " are allowed.");
        }
        return new TemplateParser(source, limits).block("", 0, List.of());
    }

    /** Reads up to one of the tags in {@code stops}, which goes to {@link #stopped}. */
    private List<Node> block(String opener, int openedAt, List<String> stops) {
        if (depth > limits.nesting()) {
            throw source.error(openedAt, "Blocks stand more than " + limits.nesting() + " deep inside each other.");
        }
        List<Node> nodes = new ArrayList<>();
        stopped = null;
        while (true) {
            int open = nextOpen();
            addText(nodes, at, open < 0 ? text.length() : open, open);
            if (open < 0) {
                if (!stops.isEmpty()) {
                    throw source.error(
                            openedAt,
                            "'" + opener + "' is never closed. Add {% " + stops.get(stops.size() - 1) + " %}.");
                }
                return List.copyOf(nodes);
            }
            boolean output = text.charAt(open + 1) == '{';
            int inside = open + (text.startsWith("-", open + 2) ? 3 : 2);
            TagLexer lexer = new TagLexer(source, open, inside, output ? "}}" : "%}");
            at = lexer.end();
            trim = lexer.trimAfter();
            ExpressionParser parser = new ExpressionParser(source, lexer.tokens(), limits.nesting());
            if (output) {
                Expr value = parser.filtered();
                parser.end("{{ field | filter: argument }}");
                nodes.add(new Node.Output(value, open));
                continue;
            }
            Tag tag = new Tag(parser.name("a tag's name, one of " + String.join(", ", TAGS) + ","), open, parser);
            if (stops.contains(tag.name())) {
                stopped = tag;
                return List.copyOf(nodes);
            }
            tag(tag, opener, stops, nodes);
        }
    }

    private int nextOpen() {
        int open = text.indexOf('{', at);
        while (open >= 0 && !text.startsWith("{{", open) && !text.startsWith("{%", open)) {
            open = text.indexOf('{', open + 1);
        }
        return open;
    }

    private void addText(List<Node> nodes, int from, int to, int open) {
        int start = from;
        int end = to;
        if (trim) {
            while (start < end && TagLexer.isSpace(text.charAt(start))) {
                start++;
            }
        }
        if (open >= 0 && text.startsWith("-", open + 2)) {
            while (end > start && TagLexer.isSpace(text.charAt(end - 1))) {
                end--;
            }
        }
        if (start < end) {
            nodes.add(new Node.Text(text.substring(start, end), start));
        }
    }

    private void tag(Tag tag, String opener, List<String> stops, List<Node> nodes) {
        depth++;
        switch (tag.name()) {
            case "if" -> nodes.add(conditional(tag, false));
            case "unless" -> nodes.add(conditional(tag, true));
            case "case" -> nodes.add(cases(tag));
            case "for" -> nodes.add(loop(tag));
            case "assign" -> nodes.add(assign(tag));
            case "raw" -> verbatim(tag, nodes);
            case "comment" -> skipComment(tag);
            default -> throw unknown(tag, opener, stops);
        }
        depth--;
    }

    private TemplateException unknown(Tag tag, String opener, List<String> stops) {
        if (INNER.contains(tag.name())) {
            return source.error(
                    tag.at(),
                    "{% " + tag.name() + " %} does not belong here; "
                            + (opener.isEmpty()
                                    ? "no block is open."
                                    : "'" + opener + "' is open and takes " + String.join(", ", stops) + "."));
        }
        String near = Spelling.closest(tag.name(), concat(TAGS, stops));
        return source.error(
                tag.at(),
                "There is no tag '" + tag.name() + "'" + (near == null ? "." : "; did you mean '" + near + "'?")
                        + " Tags are: " + String.join(", ", TAGS) + ".");
    }

    private static List<String> concat(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private Tag stopped() {
        if (stopped == null) {
            throw new IllegalStateException("A block ended without its closing tag.");
        }
        return stopped;
    }

    private Node conditional(Tag tag, boolean negated) {
        String end = negated ? "endunless" : "endif";
        List<Node.Branch> branches = new ArrayList<>();
        List<Node> otherwise = List.of();
        Tag current = tag;
        while (!current.name().equals(end)) {
            if (current.name().equals("else")) {
                current.inside().end("{% else %}");
                otherwise = block(tag.name(), tag.at(), List.of(end));
            } else {
                Expr condition = current.inside().condition();
                current.inside().end("{% " + current.name() + " field == \"text\" %}");
                if (negated && branches.isEmpty()) {
                    condition = new Expr.Not(condition, condition.at());
                }
                List<Node> body = block(tag.name(), tag.at(), List.of("elsif", "else", end));
                branches.add(new Node.Branch(condition, body, current.at()));
            }
            current = stopped();
        }
        current.inside().end("{% " + end + " %}");
        return new Node.If(List.copyOf(branches), otherwise, tag.at());
    }

    private Node cases(Tag tag) {
        Expr subject = tag.inside().operand(false);
        tag.inside().end("{% case field %}");
        List<Node> before = block("case", tag.at(), List.of("when", "else", "endcase"));
        for (Node node : before) {
            if (!(node instanceof Node.Text space && space.text().isBlank())) {
                throw source.error(tag.at(), "Between {% case %} and the first {% when %} only white space may stand.");
            }
        }
        List<Node.Branch> branches = new ArrayList<>();
        List<Node> otherwise = List.of();
        Tag current = stopped();
        while (!current.name().equals("endcase")) {
            if (current.name().equals("else")) {
                current.inside().end("{% else %}");
                otherwise = block("case", tag.at(), List.of("endcase"));
            } else {
                Expr condition = when(subject, current);
                List<Node> body = block("case", tag.at(), List.of("when", "else", "endcase"));
                branches.add(new Node.Branch(condition, body, current.at()));
            }
            current = stopped();
        }
        current.inside().end("{% endcase %}");
        return new Node.If(List.copyOf(branches), otherwise, tag.at());
    }

    private static Expr when(Expr subject, Tag tag) {
        ExpressionParser inside = tag.inside();
        List<Expr> terms = new ArrayList<>();
        do {
            Expr value = inside.operand(false);
            terms.add(new Expr.Comparison("==", subject, value, value.at()));
        } while (inside.takeSign(",") || inside.takeName("or"));
        inside.end("{% when \"text\", \"text\" %}");
        return new Expr.Any(List.copyOf(terms), tag.at());
    }

    private Node loop(Tag tag) {
        String form = "{% for item in items limit: 5 offset: 1 reversed %}";
        ExpressionParser inside = tag.inside();
        String variable = inside.name("a name for the items, as in " + form);
        requireOwnName(variable, tag);
        if (!inside.takeName("in")) {
            throw source.error(
                    inside.peek().at(),
                    "Expected 'in', but found " + inside.peek().shown() + ". The form is " + form + ".");
        }
        Expr items = inside.operand(false);
        Expr limit = null;
        Expr offset = null;
        boolean reversed = false;
        while (inside.peek().kind() == Token.Kind.NAME) {
            Token option = inside.take();
            boolean named = option.text().equals("limit") || option.text().equals("offset");
            if (named && inside.takeSign(":")) {
                Expr value = inside.operand(false);
                limit = option.text().equals("limit") ? value : limit;
                offset = option.text().equals("offset") ? value : offset;
            } else if (option.text().equals("reversed")) {
                reversed = true;
            } else {
                throw source.error(
                        option.at(), "'" + option.text() + "' is no option of a loop. The form is " + form + ".");
            }
        }
        inside.end(form);
        List<Node> body = block("for", tag.at(), List.of("else", "endfor"));
        List<Node> otherwise = null;
        if (stopped().name().equals("else")) {
            stopped().inside().end("{% else %}");
            otherwise = block("for", tag.at(), List.of("endfor"));
        }
        stopped().inside().end("{% endfor %}");
        return new Node.For(new Node.Iteration(variable, items, limit, offset, reversed), body, otherwise, tag.at());
    }

    /** The recipient is always the recipient, whatever a template assigns or walks through. */
    private void requireOwnName(String name, Tag tag) {
        if (name.equals("contact")) {
            throw source.error(tag.at(), "The name 'contact' always means the recipient; take another name.");
        }
    }

    private Node assign(Tag tag) {
        ExpressionParser inside = tag.inside();
        String name = inside.name("a name, as in {% assign name = value %}");
        if (!inside.takeSign("=")) {
            throw source.error(
                    inside.peek().at(),
                    "Expected '=', but found " + inside.peek().shown() + ".");
        }
        requireOwnName(name, tag);
        Expr value = inside.filtered();
        inside.end("{% assign name = value | filter %}");
        return new Node.Assign(name, value, tag.at());
    }

    private void verbatim(Tag tag, List<Node> nodes) {
        tag.inside().end("{% raw %}");
        int from = at;
        Tag end = closing(tag, "endraw", 0);
        addText(nodes, from, end.at(), end.at());
        trim = endTrim;
    }

    private void skipComment(Tag tag) {
        tag.inside().end("{% comment %}");
        closing(tag, "endcomment", 1);
        trim = endTrim;
    }

    private boolean endTrim;

    /** Goes behind the closing tag without reading what stands before it; {@code nested}: the same block may nest. */
    private Tag closing(Tag tag, String end, int nested) {
        int open = 1;
        int search = at;
        while (true) {
            int found = text.indexOf("{%", search);
            if (found < 0) {
                throw source.error(tag.at(), "'" + tag.name() + "' is never closed. Add {% " + end + " %}.");
            }
            int word = found + (text.startsWith("-", found + 2) ? 3 : 2);
            while (word < text.length() && TagLexer.isSpace(text.charAt(word))) {
                word++;
            }
            open += nested * (isWord(tag.name(), word) ? 1 : 0);
            if (isWord(end, word) && --open == 0) {
                TagLexer lexer = new TagLexer(source, found, word, "%}");
                ExpressionParser parser = new ExpressionParser(source, lexer.tokens(), limits.nesting());
                String name = parser.name(end);
                parser.end("{% " + end + " %}");
                at = lexer.end();
                endTrim = lexer.trimAfter();
                return new Tag(name, found, parser);
            }
            search = found + 2;
        }
    }

    private boolean isWord(String word, int from) {
        int end = from + word.length();
        return text.startsWith(word, from)
                && end < text.length()
                && (TagLexer.isSpace(text.charAt(end)) || text.charAt(end) == '%' || text.charAt(end) == '-');
    }
}
