package dev.hato.segment;

import org.jspecify.annotations.Nullable;

/** Refuses conditions that an event's properties cannot answer. */
final class PropertyConditions implements ConditionVisitor<@Nullable Void> {
    static final PropertyConditions CHECK = new PropertyConditions();

    private PropertyConditions() {}

    @Override
    public @Nullable Void allOf(Condition.AllOf condition) {
        condition.conditions().forEach(part -> part.accept(this));
        return null;
    }

    @Override
    public @Nullable Void anyOf(Condition.AnyOf condition) {
        condition.conditions().forEach(part -> part.accept(this));
        return null;
    }

    @Override
    public @Nullable Void not(Condition.Not condition) {
        return condition.condition().accept(this);
    }

    @Override
    public @Nullable Void present(Condition.Present condition) {
        return null;
    }

    @Override
    public @Nullable Void textIn(Condition.TextIn condition) {
        return null;
    }

    @Override
    public @Nullable Void textMatches(Condition.TextMatches condition) {
        return null;
    }

    @Override
    public @Nullable Void numberIs(Condition.NumberIs condition) {
        return null;
    }

    @Override
    public @Nullable Void booleanIs(Condition.BooleanIs condition) {
        return null;
    }

    @Override
    public @Nullable Void timeIs(Condition.TimeIs condition) {
        return null;
    }

    @Override
    public @Nullable Void setContains(Condition.SetContains condition) {
        return null;
    }

    @Override
    public @Nullable Void onList(Condition.OnList condition) {
        return refuse(condition);
    }

    @Override
    public @Nullable Void eventCount(Condition.EventCount condition) {
        return refuse(condition);
    }

    @Override
    public @Nullable Void eventNumber(Condition.EventNumber condition) {
        return refuse(condition);
    }

    @Override
    public @Nullable Void eventTime(Condition.EventTime condition) {
        return refuse(condition);
    }

    @Override
    public @Nullable Void followed(Condition.Followed condition) {
        return refuse(condition);
    }

    @Override
    public @Nullable Void inSegment(Condition.InSegment condition) {
        return refuse(condition);
    }

    private static @Nullable Void refuse(Condition condition) {
        throw new IllegalArgumentException("An event has only properties; '" + condition
                + "' asks for something else. Put it beside the condition on events, with allOf.");
    }
}
