package dev.hato.message;

import dev.hato.message.Node.Gap;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.parser.Parser;

/** Lays out a derived text: words with single spaces, gaps that swallow each other, list marks. */
final class DerivedText {
    private List<Node> nodes = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private int runAt;
    private boolean preformatted;

    /** Right behind a list mark no line begins. */
    private boolean marked;

    /** Goes on in another list and returns the one so far. */
    List<Node> into(List<Node> other) {
        flush();
        List<Node> before = nodes;
        nodes = other;
        return before;
    }

    List<Node> list() {
        return nodes;
    }

    void add(Node node) {
        flush();
        nodes.add(node);
    }

    void output(Node.Output output) {
        add(output);
        marked = false;
    }

    void nodes(List<Node> more) {
        flush();
        nodes.addAll(more);
        marked = marked && more.isEmpty();
    }

    void addUnlessEmpty(Node node) {
        boolean empty = node instanceof Node.If choice
                ? choice.otherwise().isEmpty()
                        && choice.branches().stream()
                                .allMatch(branch -> branch.body().isEmpty())
                : node instanceof Node.For loop
                        && loop.body().isEmpty()
                        && (loop.otherwise() == null || loop.otherwise().isEmpty());
        if (!empty) {
            add(node);
        }
    }

    void gap(Gap gap) {
        flush();
        if (!marked) {
            nodes.add(new Node.Space(gap));
        }
    }

    void marker(String mark) {
        words(mark);
        marked = true;
    }

    void words(String words) {
        flush();
        nodes.add(new Node.Text(words, 0));
        marked = false;
    }

    void preformatted(boolean on) {
        flush();
        preformatted = on;
    }

    void character(char c, int at) {
        runAt = run.length() == 0 ? at : runAt;
        run.append(c);
    }

    /** Turns the characters collected into words and gaps. */
    void flush() {
        if (run.length() == 0) {
            return;
        }
        String decoded = Parser.unescapeEntities(run.toString(), false);
        run.setLength(0);
        if (preformatted) {
            nodes.add(new Node.Text(decoded, runAt));
            marked = false;
            return;
        }
        StringBuilder words = new StringBuilder(decoded.length());
        boolean space = false;
        boolean visible = false;
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (isSpace(c)) {
                if (!space && words.length() == 0) {
                    gapInside();
                }
                space = true;
            } else if (!isInvisible(c)) {
                if (space && words.length() > 0) {
                    words.append(' ');
                }
                space = false;
                visible = visible || (c != '\u200C' && c != '\u200D');
                words.append(c);
            }
        }
        if (visible) {
            nodes.add(new Node.Text(words.toString(), runAt));
            marked = false;
        }
        if (space && words.length() > 0) {
            gapInside();
        }
    }

    private void gapInside() {
        if (!marked) {
            nodes.add(new Node.Space(Gap.WORD));
        }
    }

    private static boolean isSpace(char c) {
        return c <= ' ' || c == '\u00A0' || (c >= '\u2000' && c <= '\u200A') || c == '\u202F';
    }

    /** Marks that only tell a browser where to break, and fillers of preview texts. */
    private static boolean isInvisible(char c) {
        return c == '\u200B' || c == '\uFEFF' || c == '\u00AD' || c == '\u034F' || c == '\u2060';
    }
}
