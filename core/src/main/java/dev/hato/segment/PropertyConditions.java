package dev.hato.segment;

import java.util.List;

/** Refuses conditions that an event's properties cannot answer. */
final class PropertyConditions {
    private static final List<Class<? extends Condition>> LEAVES = List.of(
            Condition.Present.class,
            Condition.TextIn.class,
            Condition.TextMatches.class,
            Condition.NumberIs.class,
            Condition.BooleanIs.class,
            Condition.TimeIs.class,
            Condition.SetContains.class);
    private static final List<Class<? extends Condition>> NODES =
            List.of(Condition.AllOf.class, Condition.AnyOf.class, Condition.Not.class);

    private PropertyConditions() {}

    static void check(Condition condition) {
        if (NODES.contains(condition.getClass())) {
            Depth.children(condition).forEach(PropertyConditions::check);
        } else if (!LEAVES.contains(condition.getClass())) {
            throw new IllegalArgumentException("An event has only properties; '" + condition
                    + "' asks for something else. Put it beside the condition on events, with allOf.");
        }
    }
}
