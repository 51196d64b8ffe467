package dev.hato.jdbc;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.segment.Comparison;
import dev.hato.segment.Condition;
import dev.hato.segment.Condition.Aggregate;
import dev.hato.segment.Condition.Edge;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.EventQuery;
import dev.hato.segment.SegmentPath;
import dev.hato.segment.TimeRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes clauses of whole conditions on contacts. For one thread and one walk. */
final class ContactConditions extends RowConditions {
    private static final int LIST = 10;

    private final SegmentTables tables;
    private final SegmentPath path;
    private int segments;

    ContactConditions(ValueSql values, EvaluationContext context, SegmentTables tables) {
        super(values, context, tables.attributes());
        this.tables = tables;
        this.path = new SegmentPath(context.catalog());
    }

    @Override
    public Clause onList(Condition.OnList condition) {
        if (condition.statuses().isEmpty()) {
            return constant(false);
        }
        Sql found = Sql.format(
                "exists (select 1 from {subscription} s where s.contact = " + tables.id() + " and s.list = $",
                Sql.bound(condition.list()));
        boolean any = Arrays.asList(SubscriptionStatus.values()).stream()
                .allMatch(condition.statuses()::contains);
        Sql sql = any
                ? Sql.format("$)", found)
                : Sql.format(
                        "$ and s.status in ($))",
                        found,
                        Sql.bound(condition.statuses().stream().map(Enum::name).toList()));
        return new Clause.Leaf(negative() ? Sql.format("not $", sql) : sql, LIST);
    }

    @Override
    public Clause eventCount(Condition.EventCount condition) {
        Comparison comparison = condition.comparison();
        // Of all numbers from 0 on, which hold? Few bounds make a difference.
        long bound = Math.max(-1, condition.bound());
        boolean zero = comparison.holds(Long.compare(0, bound));
        boolean one = comparison.holds(Long.compare(1, bound));
        boolean many = comparison.holds(Long.compare(Long.MAX_VALUE, bound));
        if (bound <= 1 && one == many) {
            return zero == one
                    ? constant(zero)
                    : new Clause.Occurs(condition.events(), window(condition.events()), one != negative());
        }
        return measured(
                condition.events(),
                Sql.format("count(*) " + ValueSql.operator(comparison) + " $", Sql.bound(bound)));
    }

    @Override
    public Clause eventNumber(Condition.EventNumber condition) {
        Sql number = values.value(tables.properties().of(condition.property()));
        return measured(
                condition.events(), test(condition.aggregate(), number, condition.comparison(), condition.bound()));
    }

    private Sql test(Aggregate aggregate, Sql number, Comparison comparison, BigDecimal bound) {
        return switch (aggregate) {
            case SUM -> values.compare(Sql.format("coalesce(sum($), 0)", number), comparison, bound);
            case MIN -> values.compare(Sql.format("min($)", number), comparison, bound);
            case MAX -> values.compare(Sql.format("max($)", number), comparison, bound);
            case AVERAGE ->
                values.compareMean(Sql.format("sum($)", number), Sql.format("count($)", number), comparison, bound);
        };
    }

    @Override
    public Clause eventTime(Condition.EventTime condition) {
        TimeRange range = TimeRange.of(condition.comparison(), condition.moment(), context);
        return measured(condition.events(), within(edge(condition.edge()), range));
    }

    private static Sql edge(Edge edge) {
        return Sql.of(edge == Edge.FIRST ? "min(e.at)" : "max(e.at)");
    }

    @Override
    public Clause followed(Condition.Followed condition) {
        Sql sql = Sql.format("$ <= $", last(condition.first()), last(condition.then()));
        return Clause.Leaf.of(sql, 100, negative());
    }

    private Sql last(EventQuery events) {
        Clause.Statement select = new Clause.Statement();
        select.append("(select max(e.at) ");
        window(events).write(select);
        select.append(")");
        return select.sql();
    }

    @Override
    public Clause inSegment(Condition.InSegment condition) {
        // Segments that name others twice, again and again, would grow without end when written out.
        if (++segments > SegmentStatement.MAX_SEGMENTS) {
            throw new UnanswerableException();
        }
        Clause clause = path.enter(condition.name()).condition().accept(this);
        path.leave();
        return clause;
    }

    private Clause measured(EventQuery events, Sql test) {
        return new Clause.Measured(
                events, window(events), negative() ? Sql.format("($) is not true", test) : test);
    }

    private Clause.Events window(EventQuery events) {
        TimeRange window = TimeRange.window(events, context);
        List<Sql> terms = new ArrayList<>();
        terms.add(Sql.of("e.contact = " + tables.id()));
        terms.add(Sql.format("e.type = $", Sql.bound(events.type())));
        if (window.from() != Long.MIN_VALUE) {
            terms.add(Sql.format("e.at >= $", Sql.bound(window.from())));
        }
        if (window.to() != Long.MAX_VALUE) {
            terms.add(Sql.format("e.at <= $", Sql.bound(window.to())));
        }
        Condition where = events.where();
        Clause clause = where == null
                ? Clause.EVERYONE
                : where.accept(new RowConditions(values, context, tables.properties()));
        return new Clause.Events(Sql.of("{event} e"), List.copyOf(terms), clause);
    }
}
