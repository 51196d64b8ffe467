package dev.hato.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed template: what stands between the tags, and the tags. */
sealed interface Node {
    /** Characters that go out as they are. */
    record Text(String text, int at) implements Node {}

    /** {@code {{ value }}}. */
    record Output(Expr value, int at) implements Node {}

    /** {@code if}, {@code unless} and {@code case}: the first branch whose condition holds. */
    record If(List<Branch> branches, List<Node> otherwise, int at) implements Node {}

    /** One condition with its content. */
    record Branch(Expr condition, List<Node> body, int at) {}

    /** {@code for}. */
    record For(
            Iteration iteration, List<Node> body, @Nullable List<Node> otherwise, int at) implements Node {}

    /** What a loop runs over. */
    record Iteration(
            String variable,
            Expr items,
            @Nullable Expr limit,
            @Nullable Expr offset,
            boolean reversed) {}

    /** {@code assign}. */
    record Assign(String name, Expr value, int at) implements Node {}

    /** White space wanted before the next character of a derived text. */
    record Space(Gap gap) implements Node {}

    /** The parts of an URL in a derived text. */
    record Url(List<Node> parts) implements Node {}

    /** How far apart two pieces of derived text stand; a wider gap swallows a narrower one. */
    enum Gap {
        /** A space. */
        WORD,
        /** A new line. */
        LINE,
        /** A {@code br}: a new line, and a second one an empty line. */
        BREAK,
        /** An empty line. */
        PARAGRAPH
    }
}
