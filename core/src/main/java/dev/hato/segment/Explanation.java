package dev.hato.segment;

import java.util.List;

/**
 * Why a contact is in a segment or not: the condition's tree with a verdict at each node and, at
 * each leaf, the value seen and the bound.
 *
 * <p>Unlike an evaluation it looks at every leaf. Values are personal data: show it to people who may
 * see the contact, and keep it out of logs.
 *
 * @param condition the condition at this node
 * @param verdict whether it is true
 * @param seen the value the leaf looked at, {@code "missing"} if there is none; empty at a node that has children
 * @param bound what the value was compared with, relative moments resolved; may be empty
 * @param children the explanations of the conditions below, in their order
 */
public record Explanation(Condition condition, boolean verdict, String seen, String bound, List<Explanation> children) {
    /** Copies the list. */
    public Explanation {
        children = List.copyOf(children);
    }

    /** Returns an indented text, a line a node, each with ✓ or ✗. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, 0);
        return text.toString();
    }

    private void append(StringBuilder text, int depth) {
        text.append("  ".repeat(depth))
                .append(verdict ? "✓ " : "✗ ")
                .append(line())
                .append('\n');
        for (Explanation child : children) {
            child.append(text, depth + 1);
        }
    }

    private String line() {
        if (condition instanceof Condition.AllOf all) {
            return all.conditions().isEmpty() ? "everyone" : "all of";
        }
        if (condition instanceof Condition.AnyOf any) {
            return any.conditions().isEmpty() ? "no one" : "any of";
        }
        if (condition instanceof Condition.Not) {
            return "not";
        }
        if (!children.isEmpty()) {
            return condition.toString();
        }
        return condition + " — seen: " + seen + (bound.isEmpty() ? "" : ", bound: " + bound);
    }
}
