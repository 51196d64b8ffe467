package dev.hato.segment;

import dev.hato.contact.Attribute;
import dev.hato.segment.ValueTest.PropertyTest;
import java.util.List;

/** Turns conditions on properties into tests of events. */
final class PropertyCompiler implements ConditionVisitor<PropertyTest>, ValueTests.Target<PropertyTest> {
    private final EvaluationContext context;

    PropertyCompiler(EvaluationContext context) {
        this.context = context;
    }

    @Override
    public <T> PropertyTest of(Attribute<T> attribute, int cost, ValueTest<T> test) {
        return ValueTest.ofEvent(attribute, test);
    }

    @Override
    public PropertyTest allOf(Condition.AllOf condition) {
        PropertyTest[] tests = all(condition.conditions());
        return (events, index) -> {
            for (PropertyTest test : tests) {
                if (!test.test(events, index)) {
                    return false;
                }
            }
            return true;
        };
    }

    @Override
    public PropertyTest anyOf(Condition.AnyOf condition) {
        PropertyTest[] tests = all(condition.conditions());
        return (events, index) -> {
            for (PropertyTest test : tests) {
                if (test.test(events, index)) {
                    return true;
                }
            }
            return false;
        };
    }

    private PropertyTest[] all(List<Condition> conditions) {
        return conditions.stream().map(part -> part.accept(this)).toArray(PropertyTest[]::new);
    }

    @Override
    public PropertyTest not(Condition.Not condition) {
        PropertyTest test = condition.condition().accept(this);
        return (events, index) -> !test.test(events, index);
    }

    @Override
    public PropertyTest present(Condition.Present condition) {
        return ValueTests.present(condition, this);
    }

    @Override
    public PropertyTest textIn(Condition.TextIn condition) {
        return ValueTests.textIn(condition, this);
    }

    @Override
    public PropertyTest textMatches(Condition.TextMatches condition) {
        return ValueTests.textMatches(condition, this);
    }

    @Override
    public PropertyTest numberIs(Condition.NumberIs condition) {
        return ValueTests.numberIs(condition, this);
    }

    @Override
    public PropertyTest booleanIs(Condition.BooleanIs condition) {
        return ValueTests.booleanIs(condition, this);
    }

    @Override
    public PropertyTest timeIs(Condition.TimeIs condition) {
        return ValueTests.timeIs(condition, context, this);
    }

    @Override
    public PropertyTest setContains(Condition.SetContains condition) {
        return ValueTests.setContains(condition, this);
    }

    @Override
    public PropertyTest onList(Condition.OnList condition) {
        throw new AssertionError(condition);
    }

    @Override
    public PropertyTest eventCount(Condition.EventCount condition) {
        throw new AssertionError(condition);
    }

    @Override
    public PropertyTest eventNumber(Condition.EventNumber condition) {
        throw new AssertionError(condition);
    }

    @Override
    public PropertyTest eventTime(Condition.EventTime condition) {
        throw new AssertionError(condition);
    }

    @Override
    public PropertyTest followed(Condition.Followed condition) {
        throw new AssertionError(condition);
    }

    @Override
    public PropertyTest inSegment(Condition.InSegment condition) {
        throw new AssertionError(condition);
    }
}
