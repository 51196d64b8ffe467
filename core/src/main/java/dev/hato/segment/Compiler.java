package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns conditions into tests of profiles. For one thread and one condition. */
final class Compiler implements ConditionVisitor<ProfileTest>, ValueTests.Target<ProfileTest> {
    private final EvaluationContext context;
    private final SegmentPath path;
    private final Map<String, ProfileTest> segments = new HashMap<>();

    Compiler(EvaluationContext context) {
        this.context = context;
        this.path = new SegmentPath(context.catalog());
    }

    @Override
    public <T> ProfileTest of(Attribute<T> attribute, int cost, ValueTest<T> test) {
        return ValueTest.ofContact(attribute, cost, test);
    }

    @Override
    public ProfileTest allOf(Condition.AllOf condition) {
        return ProfileTest.allOf(all(condition.conditions()));
    }

    @Override
    public ProfileTest anyOf(Condition.AnyOf condition) {
        return ProfileTest.anyOf(all(condition.conditions()));
    }

    private List<ProfileTest> all(List<Condition> conditions) {
        List<ProfileTest> tests = new ArrayList<>(conditions.size());
        for (Condition condition : conditions) {
            tests.add(condition.accept(this));
        }
        return tests;
    }

    @Override
    public ProfileTest not(Condition.Not condition) {
        return ProfileTest.not(condition.condition().accept(this));
    }

    @Override
    public ProfileTest present(Condition.Present condition) {
        return ValueTests.present(condition, this);
    }

    @Override
    public ProfileTest textIn(Condition.TextIn condition) {
        return ValueTests.textIn(condition, this);
    }

    @Override
    public ProfileTest textMatches(Condition.TextMatches condition) {
        return ValueTests.textMatches(condition, this);
    }

    @Override
    public ProfileTest numberIs(Condition.NumberIs condition) {
        return ValueTests.numberIs(condition, this);
    }

    @Override
    public ProfileTest booleanIs(Condition.BooleanIs condition) {
        return ValueTests.booleanIs(condition, this);
    }

    @Override
    public ProfileTest timeIs(Condition.TimeIs condition) {
        return ValueTests.timeIs(condition, context, this);
    }

    @Override
    public ProfileTest setContains(Condition.SetContains condition) {
        return ValueTests.setContains(condition, this);
    }

    @Override
    public ProfileTest onList(Condition.OnList condition) {
        String list = condition.list();
        EnumSet<SubscriptionStatus> statuses = EnumSet.noneOf(SubscriptionStatus.class);
        statuses.addAll(condition.statuses());
        return new ProfileTest(5) {
            @Override
            boolean test(Profile profile) {
                SubscriptionStatus status = profile.subscription(list);
                return status != null && statuses.contains(status);
            }
        };
    }

    @Override
    public ProfileTest eventCount(Condition.EventCount condition) {
        return new EventTests(condition.events(), context).count(condition.comparison(), condition.bound());
    }

    @Override
    public ProfileTest eventNumber(Condition.EventNumber condition) {
        return new EventTests(condition.events(), context)
                .number(condition.aggregate(), condition.property(), condition.comparison(), condition.bound());
    }

    @Override
    public ProfileTest eventTime(Condition.EventTime condition) {
        return new EventTests(condition.events(), context)
                .time(condition.edge(), TimeRange.of(condition.comparison(), condition.moment(), context));
    }

    @Override
    public ProfileTest followed(Condition.Followed condition) {
        return new EventTests(condition.first(), context).followedBy(new EventTests(condition.then(), context));
    }

    @Override
    public ProfileTest inSegment(Condition.InSegment condition) {
        String name = condition.name();
        ProfileTest known = segments.get(name);
        if (known != null) {
            return known;
        }
        Segment segment = path.enter(name);
        ProfileTest test = segment.condition().accept(this);
        path.leave();
        segments.put(name, test);
        return test;
    }
}
