package dev.hato.step;

import dev.hato.contact.DateAttribute;
import dev.hato.segment.Condition;
import dev.hato.segment.ConditionVisitor;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.EventQuery;
import dev.hato.segment.Moment;
import dev.hato.segment.SegmentPath;
import dev.hato.segment.TimeComparison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a condition as it reads at one moment: relative moments become fixed ones, and segments it names their own
 * conditions. So can one question hold two moments. For one thread and one walk.
 */
final class FixedMoments implements ConditionVisitor<Condition> {
    private final EvaluationContext context;
    private final SegmentPath path;
    private boolean relative;

    /**
     * A condition at one moment.
     *
     * @param condition without relative moments and segments
     * @param isRelative whether another moment would have given another one
     */
    record Fixed(Condition condition, boolean isRelative) {}

    private FixedMoments(EvaluationContext context) {
        this.context = context;
        this.path = new SegmentPath(context.catalog());
    }

    /**
     * Returns the condition at the context's moment.
     *
     * @throws dev.hato.segment.SegmentReferenceException if it names a segment that is unknown or contains itself
     */
    static Fixed of(Condition condition, EvaluationContext context) {
        FixedMoments walk = new FixedMoments(context);
        Condition fixed = condition.accept(walk);
        return new Fixed(fixed, walk.relative);
    }

    private Moment instant(Moment moment) {
        if (moment instanceof Moment.At || moment instanceof Moment.On) {
            return moment;
        }
        relative = true;
        return Moment.at(moment.instant(context.now(), context.zone()));
    }

    /** Where days are compared, the day is fixed, which a moment of the day in a gap of the zone might not be on. */
    private Moment fixed(Moment moment, boolean byDay) {
        Moment instant = instant(moment);
        boolean isFixed = moment instanceof Moment.At || moment instanceof Moment.On;
        return byDay && !isFixed ? Moment.on(moment.date(context.now(), context.zone())) : instant;
    }

    private @Nullable Moment orNull(@Nullable Moment moment) {
        return moment == null ? null : instant(moment);
    }

    private EventQuery events(EventQuery query) {
        Condition where = query.where();
        return new EventQuery(
                query.type(), orNull(query.since()), orNull(query.until()), where == null ? null : where.accept(this));
    }

    private List<Condition> all(List<Condition> conditions) {
        List<Condition> fixed = new ArrayList<>(conditions.size());
        conditions.forEach(condition -> fixed.add(condition.accept(this)));
        return fixed;
    }

    @Override
    public Condition allOf(Condition.AllOf condition) {
        return new Condition.AllOf(all(condition.conditions()));
    }

    @Override
    public Condition anyOf(Condition.AnyOf condition) {
        return new Condition.AnyOf(all(condition.conditions()));
    }

    @Override
    public Condition not(Condition.Not condition) {
        return new Condition.Not(condition.condition().accept(this));
    }

    @Override
    public Condition timeIs(Condition.TimeIs condition) {
        boolean byDay = condition.comparison() == TimeComparison.ON || condition.attribute() instanceof DateAttribute;
        return new Condition.TimeIs(condition.attribute(), condition.comparison(), fixed(condition.moment(), byDay));
    }

    @Override
    public Condition eventCount(Condition.EventCount condition) {
        return new Condition.EventCount(events(condition.events()), condition.comparison(), condition.bound());
    }

    @Override
    public Condition eventNumber(Condition.EventNumber condition) {
        return new Condition.EventNumber(
                events(condition.events()),
                condition.aggregate(),
                condition.property(),
                condition.comparison(),
                condition.bound());
    }

    @Override
    public Condition eventTime(Condition.EventTime condition) {
        return new Condition.EventTime(
                events(condition.events()),
                condition.edge(),
                condition.comparison(),
                fixed(condition.moment(), condition.comparison() == TimeComparison.ON));
    }

    @Override
    public Condition followed(Condition.Followed condition) {
        return new Condition.Followed(events(condition.first()), events(condition.then()));
    }

    @Override
    public Condition inSegment(Condition.InSegment condition) {
        Condition fixed = path.enter(condition.name()).condition().accept(this);
        path.leave();
        return fixed;
    }

    @Override
    public Condition present(Condition.Present condition) {
        return condition;
    }

    @Override
    public Condition textIn(Condition.TextIn condition) {
        return condition;
    }

    @Override
    public Condition textMatches(Condition.TextMatches condition) {
        return condition;
    }

    @Override
    public Condition numberIs(Condition.NumberIs condition) {
        return condition;
    }

    @Override
    public Condition booleanIs(Condition.BooleanIs condition) {
        return condition;
    }

    @Override
    public Condition setContains(Condition.SetContains condition) {
        return condition;
    }

    @Override
    public Condition onList(Condition.OnList condition) {
        return condition;
    }
}
