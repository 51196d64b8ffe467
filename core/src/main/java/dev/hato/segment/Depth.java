package dev.hato.segment;

import dev.hato.internal.Texts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses trees that would exhaust the stack of those who walk them. */
final class Depth {
    private Depth() {}

    static void check(String segment, Condition condition) {
        check(segment, condition, Segment.MAX_DEPTH);
    }

    private static void check(String segment, @Nullable Condition condition, int left) {
        if (condition == null) {
            return;
        }
        if (left == 0) {
            throw new IllegalArgumentException("Segment " + Texts.quote(segment) + " nests conditions more than "
                    + Segment.MAX_DEPTH + " deep; name some of them as segments of their own.");
        }
        for (Condition child : children(condition)) {
            check(segment, child, left - 1);
        }
        if (condition instanceof Condition.Followed followed) {
            check(segment, followed.first().where(), left - 1);
            check(segment, followed.then().where(), left - 1);
        } else if (condition instanceof Condition.EventCount count) {
            check(segment, count.events().where(), left - 1);
        } else if (condition instanceof Condition.EventNumber number) {
            check(segment, number.events().where(), left - 1);
        } else if (condition instanceof Condition.EventTime time) {
            check(segment, time.events().where(), left - 1);
        }
    }

    /** Returns the conditions right below a node; none for a leaf. */
    static List<Condition> children(Condition condition) {
        if (condition instanceof Condition.AllOf all) {
            return all.conditions();
        }
        if (condition instanceof Condition.AnyOf any) {
            return any.conditions();
        }
        return condition instanceof Condition.Not not ? List.of(not.condition()) : List.of();
    }
}
