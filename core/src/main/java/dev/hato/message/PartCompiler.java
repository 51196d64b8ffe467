package dev.hato.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles the nodes of one part into a program, following the HTML around the slots. */
final class PartCompiler {
    private final SourceText source;
    private final Program.Settings settings;
    private final ExpressionCompiler expressions;
    private final ProgramBuilder program = new ProgramBuilder();
    private final @Nullable HtmlScanner html;
    private final @Nullable LinkCompiler links;
    private final Set<String> ownPages = new HashSet<>();
    private int depth;

    /** The place in an URL of a text part while one is compiled. */
    private UrlPlace.@Nullable State url;

    private PartCompiler(
            SourceText source, Program.Settings settings, FieldUses uses, boolean isHtml, @Nullable LinkTable table) {
        this.source = source;
        this.settings = settings;
        this.expressions = new ExpressionCompiler(source, settings.formats(), uses);
        this.html = isHtml ? new HtmlScanner(source) : null;
        this.links = table == null
                ? null
                : html == null ? new TextLinks(program, table) : new HtmlLinks(html, program, table);
    }

    /**
     * Compiles HTML.
     *
     * @param links gets the links, whose places the program then has; null if links are as good as other text
     */
    static Program html(
            SourceText source, List<Node> nodes, Program.Settings settings, FieldUses uses, @Nullable LinkTable links) {
        return new PartCompiler(source, settings, uses, true, links).compile(nodes);
    }

    /**
     * Compiles plain text.
     *
     * @param links gets the links, whose places the program then has; null if links are as good as other text
     */
    static Program text(
            SourceText source, List<Node> nodes, Program.Settings settings, FieldUses uses, @Nullable LinkTable links) {
        return new PartCompiler(source, settings, uses, false, links).compile(nodes);
    }

    private Program compile(List<Node> nodes) {
        declare(nodes);
        all(nodes);
        if (links != null) {
            links.end();
        }
        return program.build(source, settings, expressions.locals(), expressions.loops());
    }

    private void declare(List<Node> nodes) {
        for (Node node : nodes) {
            if (node instanceof Node.Assign assign) {
                expressions.declare(assign.name());
            } else if (node instanceof Node.If choice) {
                choice.branches().forEach(branch -> declare(branch.body()));
                declare(choice.otherwise());
            } else if (node instanceof Node.For loop) {
                declare(loop.body());
                declare(loop.otherwise() == null ? List.of() : loop.otherwise());
            } else if (node instanceof Node.Url link) {
                declare(link.parts());
            }
        }
    }

    private void all(List<Node> nodes) {
        depth++;
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node instanceof Node.Text text) {
                boolean last = i + 1 == nodes.size();
                text(text, last ? depth > 1 : !(nodes.get(i + 1) instanceof Node.Space));
            } else if (node instanceof Node.Output output) {
                slot(output);
            } else if (node instanceof Node.If choice) {
                choice(choice);
            } else if (node instanceof Node.For loop) {
                loop(loop);
            } else if (node instanceof Node.Assign assign) {
                if (isOwnPage(assign.value())) {
                    ownPages.add(assign.name());
                }
                Operand value = expressions.compile(assign.value(), TemplateField.Use.REQUIRED);
                program.add(new Op.Set(expressions.assigned(assign.name()), value));
            } else if (node instanceof Node.Space space) {
                if (links instanceof TextLinks text) {
                    text.close();
                }
                program.space(space.gap());
            } else if (node instanceof Node.Url link) {
                url(link.parts());
            }
        }
        depth--;
    }

    private void url(List<Node> parts) {
        boolean ownPage = !parts.isEmpty() && parts.get(0) instanceof Node.Output output && isOwnPage(output.value());
        if (links instanceof TextLinks text && text.begins(parts, ownPage)) {
            return;
        }
        url = UrlPlace.State.BEGIN;
        all(parts);
        url = null;
        if (links instanceof TextLinks text) {
            text.ends();
        }
    }

    /** Whether the value is the URL of a page about the mail, such as the one to unsubscribe. */
    private boolean isOwnPage(Expr value) {
        if (value instanceof Expr.Filtered filtered) {
            return isOwnPage(filtered.input());
        }
        return value instanceof Expr.Path path && (LinkTable.isOwnPage(path.root()) || ownPages.contains(path.root()));
    }

    private void text(Node.Text text, boolean goesOn) {
        if (links != null) {
            urlText(text);
            links.text(text, goesOn);
            return;
        }
        if (html != null) {
            html.text(text.text(), text.at());
        }
        urlText(text);
        program.text(text.text(), text.at());
    }

    private void urlText(Node.Text text) {
        if (url != null) {
            for (int i = 0; i < text.text().length(); i++) {
                char c = text.text().charAt(i);
                url = url.next(c == '&' ? '?' : c); // entities are decoded already: no scheme goes on behind it
            }
        }
    }

    private void slot(Node.Output output) {
        if (links != null) {
            links.slot(output.at(), isOwnPage(output.value()));
        }
        Escape escape = html == null ? textSlot(output.at()) : html.slot(output.at());
        Expr shown = output.value();
        if (escape == Escape.URL_PART || escape == Escape.URL_MAIL) {
            shown = withoutUrlEncode(shown);
        }
        if (shown instanceof Expr.Literal literal && literal.value() == null) {
            throw source.error(output.at(), "nil has nothing to show. Take the output away.");
        }
        Operand value = expressions.compile(shown, TemplateField.Use.REQUIRED);
        program.add(new Op.Slot(value, describe(shown), escape, output.at()));
    }

    private Escape textSlot(int at) {
        if (url == null) {
            return Escape.TEXT;
        }
        Escape escape = new SlotEscape(source).url(url, at);
        url = url.afterSlot();
        return escape == Escape.URL ? Escape.URL_TEXT : escape;
    }

    /** The slot encodes by itself; encoding twice would change the value. */
    private static Expr withoutUrlEncode(Expr shown) {
        if (shown instanceof Expr.Filtered filtered) {
            int last = filtered.filters().size() - 1;
            if (filtered.filters().get(last).name().equals("url_encode")
                    && filtered.filters().get(last).arguments().isEmpty()) {
                return last == 0
                        ? filtered.input()
                        : new Expr.Filtered(filtered.input(), filtered.filters().subList(0, last), filtered.at());
            }
        }
        return shown;
    }

    private static String describe(Expr shown) {
        if (shown instanceof Expr.Path path) {
            return path.shown();
        }
        return shown instanceof Expr.Filtered filtered
                ? describe(filtered.input()) + " | "
                        + filtered.filters().get(filtered.filters().size() - 1).name()
                : "the value";
    }

    private void choice(Node.If choice) {
        fork(choice.at());
        State before = state();
        State after = null;
        int afterAt = choice.at();
        List<Integer> exits = new ArrayList<>();
        for (Node.Branch branch : choice.branches()) {
            restore(before);
            Operand condition = expressions.compile(branch.condition(), TemplateField.Use.CONDITION);
            int test = program.add(new Op.Jump(0));
            all(branch.body());
            fork(branch.at());
            exits.add(program.add(new Op.Jump(0)));
            program.replace(test, new Op.Unless(condition, program.here()));
            after = after == null ? state() : join(after, afterAt, state(), branch.at(), choice.at());
            afterAt = branch.at();
        }
        restore(before);
        all(choice.otherwise());
        fork(choice.at());
        State last = state();
        restore(after == null ? last : join(after, afterAt, last, choice.at(), choice.at()));
        int end = program.here();
        exits.forEach(exit -> program.replace(exit, new Op.Jump(end)));
        if (links != null) {
            links.joined();
        }
    }

    private void fork(int at) {
        if (links != null) {
            links.fork(at);
        }
    }

    private void loop(Node.For loop) {
        Node.Iteration iteration = loop.iteration();
        boolean optional = loop.otherwise() != null;
        Operand items = expressions.compile(
                iteration.items(), optional ? TemplateField.Use.FALLBACK : TemplateField.Use.REQUIRED);
        Expr limit = iteration.limit();
        Expr offset = iteration.offset();
        Op.Range range = new Op.Range(
                items,
                describe(iteration.items()),
                limit == null ? null : expressions.compile(limit, TemplateField.Use.REQUIRED),
                offset == null ? null : expressions.compile(offset, TemplateField.Use.REQUIRED),
                iteration.reversed());
        fork(loop.at());
        State before = state();
        LinkCompiler.Place link = before.link();
        ExpressionCompiler.Variable variable = expressions.enter(iteration.variable(), iteration.items());
        int begin = program.add(new Op.Jump(0));
        int body = program.here();
        all(loop.body());
        fork(loop.at());
        requireSame(before, state(), loop.at());
        link = link.join(state().link());
        expressions.leave();
        program.add(new Op.Next(variable.loop(), variable.local(), body, loop.at()));
        int exit = program.add(new Op.Jump(0));
        program.replace(
                begin, new Op.Begin(range, variable.loop(), variable.local(), optional, program.here(), loop.at()));
        if (loop.otherwise() != null) {
            restore(before);
            all(loop.otherwise());
            fork(loop.at());
            requireSame(before, state(), loop.at());
            link = link.join(state().link());
        }
        restore(new State(before.html(), before.url(), link));
        program.replace(exit, new Op.Jump(program.here()));
        if (links != null) {
            links.joined();
        }
    }

    /** The place in the HTML, or in an URL of a text; both null in plain text. */
    private record State(@Nullable HtmlState html, UrlPlace.@Nullable State url, LinkCompiler.Place link) {}

    private State state() {
        return new State(
                html == null ? null : html.state(), url, links == null ? LinkCompiler.Place.NONE : links.place());
    }

    private void restore(State state) {
        if (html != null && state.html() != null) {
            html.restore(state.html());
        }
        url = state.url();
        if (links != null) {
            links.restore(state.link());
        }
    }

    private State join(State a, int aAt, State b, int bAt, int choiceAt) {
        UrlPlace.State joinedUrl =
                a.url() == null || b.url() == null ? null : a.url().join(b.url());
        if (a.html() == null || b.html() == null) {
            return new State(null, joinedUrl, a.link().join(b.link()));
        }
        HtmlState joined = a.html().join(b.html());
        if (joined == null) {
            TemplatePosition first = source.position(aAt);
            TemplatePosition second = source.position(bAt);
            String other = bAt == choiceAt
                    ? "without it"
                    : "the branch at line " + second.line() + ", column " + second.column();
            throw source.error(
                    bAt,
                    "The branch at line " + first.line() + ", column " + first.column() + " ends in "
                            + a.html().words() + ", but " + other + " the template stands in "
                            + b.html().words() + ". Let all branches open and close the same quotes and tags.");
        }
        return new State(joined, joinedUrl, a.link().join(b.link()));
    }

    private void requireSame(State before, State after, int at) {
        boolean urlMoved =
                before.url() != null && after.url() != null && !before.url().equals(after.url());
        if (before.html() != null && after.html() != null && !before.html().equals(after.html())) {
            throw source.error(
                    at,
                    "The loop begins in " + before.html().words() + ", but its body ends in "
                            + after.html().words() + ". Let the body close what it opens.");
        }
        if (urlMoved && after.url() != null && after.url().place() != UrlPlace.REST) {
            throw source.error(at, "A loop cannot begin an URL. Put it behind the host.");
        }
    }
}
