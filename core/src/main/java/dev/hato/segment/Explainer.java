package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.event.EventSeries;
import dev.hato.internal.Micros;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains a condition for one profile. Verdicts are those of the compiled conditions. */
final class Explainer implements ConditionVisitor<Explanation> {
    private static final String MISSING = "missing";

    private final EvaluationContext context;
    private final Profile profile;
    private final Compiler compiler;
    private final SegmentPath path;

    Explainer(EvaluationContext context, Profile profile) {
        this.context = context;
        this.profile = profile;
        this.compiler = new Compiler(context);
        this.path = new SegmentPath(context.catalog());
    }

    private Explanation node(Condition condition, List<Condition> children) {
        List<Explanation> explained =
                children.stream().map(child -> child.accept(this)).toList();
        return new Explanation(condition, verdict(condition), "", "", explained);
    }

    private Explanation leaf(Condition condition, @Nullable Object seen, Object bound) {
        return new Explanation(
                condition, verdict(condition), seen == null ? MISSING : seen.toString(), bound.toString(), List.of());
    }

    /** Returns the attribute's value, or a hint where it is kept under another type, which is an easy mistake. */
    private @Nullable Object seen(Attribute<?> attribute) {
        Object value = profile.contact().get(attribute);
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        Attribute<?> other = profile.contact().attributes().attributeNamed(attribute.name());
        return value != null || other == null
                ? value
                : MISSING + " as a " + attribute.type().label() + "; it is kept as a "
                        + other.type().label();
    }

    private boolean verdict(Condition condition) {
        return condition.accept(compiler).test(profile);
    }

    @Override
    public Explanation allOf(Condition.AllOf condition) {
        return node(condition, condition.conditions());
    }

    @Override
    public Explanation anyOf(Condition.AnyOf condition) {
        return node(condition, condition.conditions());
    }

    @Override
    public Explanation not(Condition.Not condition) {
        return node(condition, List.of(condition.condition()));
    }

    @Override
    public Explanation present(Condition.Present condition) {
        return leaf(condition, seen(condition.attribute()), "");
    }

    @Override
    public Explanation textIn(Condition.TextIn condition) {
        return leaf(condition, seen(condition.attribute()), oneOrAll(condition.values()));
    }

    @Override
    public Explanation textMatches(Condition.TextMatches condition) {
        return leaf(condition, seen(condition.attribute()), condition.text());
    }

    @Override
    public Explanation numberIs(Condition.NumberIs condition) {
        return leaf(condition, seen(condition.attribute()), condition.bound().toPlainString());
    }

    @Override
    public Explanation booleanIs(Condition.BooleanIs condition) {
        return leaf(condition, seen(condition.attribute()), condition.value());
    }

    @Override
    public Explanation timeIs(Condition.TimeIs condition) {
        Object bound = condition.attribute().type() == AttributeType.DATE
                ? condition.moment().date(context.now(), context.zone())
                : bound(condition.comparison(), condition.moment());
        return leaf(condition, seen(condition.attribute()), bound);
    }

    private Object bound(TimeComparison comparison, Moment moment) {
        return moment instanceof Moment.On || comparison == TimeComparison.ON
                ? moment.date(context.now(), context.zone())
                : moment.instant(context.now(), context.zone());
    }

    @Override
    public Explanation setContains(Condition.SetContains condition) {
        return leaf(condition, seen(condition.attribute()), oneOrAll(condition.values()));
    }

    @Override
    public Explanation onList(Condition.OnList condition) {
        SubscriptionStatus status = profile.subscription(condition.list());
        return leaf(condition, status, oneOrAll(condition.statuses()));
    }

    private static Object oneOrAll(Set<?> values) {
        return values.size() == 1 ? values.iterator().next() : values;
    }

    @Override
    public Explanation eventCount(Condition.EventCount condition) {
        return leaf(condition, new EventTests(condition.events(), context).count(profile), condition.bound());
    }

    @Override
    public Explanation eventNumber(Condition.EventNumber condition) {
        EventTests tests = new EventTests(condition.events(), context);
        Numbers numbers = tests.numbers(tests.events(profile), condition.property());
        String seen = numbers.has(condition.aggregate()) ? numbers.text(condition.aggregate()) : null;
        return leaf(condition, seen, condition.bound().toPlainString());
    }

    @Override
    public Explanation eventTime(Condition.EventTime condition) {
        Instant seen = time(condition.events(), condition.edge());
        return leaf(condition, seen, bound(condition.comparison(), condition.moment()));
    }

    private @Nullable Instant time(EventQuery query, Condition.Edge edge) {
        EventTests tests = new EventTests(query, context);
        EventSeries events = tests.events(profile);
        int index = tests.edge(events, edge);
        return index < 0 ? null : Micros.toInstant(events.micros(index));
    }

    @Override
    public Explanation followed(Condition.Followed condition) {
        Instant first = time(condition.first(), Condition.Edge.LAST);
        return leaf(condition, time(condition.then(), Condition.Edge.LAST), first == null ? MISSING : first);
    }

    @Override
    public Explanation inSegment(Condition.InSegment condition) {
        boolean verdict = verdict(condition);
        Segment segment = path.enter(condition.name());
        Explanation inside = segment.condition().accept(this);
        path.leave();
        return new Explanation(condition, verdict, "", "", List.of(inside));
    }
}
