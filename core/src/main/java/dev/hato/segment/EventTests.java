package dev.hato.segment;

import dev.hato.contact.NumberAttribute;
import dev.hato.event.EventSeries;
import dev.hato.segment.Condition.Aggregate;
import dev.hato.segment.Condition.Edge;
import dev.hato.segment.ValueTest.PropertyTest;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** A window over the events of one type, resolved; and the conditions computed from it. */
final class EventTests {
    private final String type;
    private final TimeRange window;
    private final @Nullable PropertyTest where;

    EventTests(EventQuery query, EvaluationContext context) {
        Condition condition = query.where();
        type = query.type();
        window = TimeRange.window(query, context);
        where = condition == null ? null : condition.accept(new PropertyCompiler(context));
    }

    private int cost(int base) {
        return where == null ? base : base * 4;
    }

    /** Returns the first position in the window. */
    private int start(EventSeries events) {
        return window.from() == Long.MIN_VALUE ? 0 : events.firstAtOrAfter(window.from());
    }

    /** Returns the position after the last in the window; it may be before the start in an inverted window. */
    private int end(EventSeries events) {
        return window.to() == Long.MAX_VALUE ? events.size() : events.firstAtOrAfter(window.to() + 1);
    }

    ProfileTest count(Comparison comparison, long bound) {
        return new ProfileTest(cost(8)) {
            @Override
            boolean test(Profile profile) {
                return comparison.holds(Long.compare(count(profile), bound));
            }
        };
    }

    ProfileTest number(Aggregate aggregate, NumberAttribute property, Comparison comparison, BigDecimal bound) {
        return new ProfileTest(cost(16)) {
            @Override
            boolean test(Profile profile) {
                EventSeries events = profile.events(type);
                if (aggregate == Aggregate.SUM && where == null) {
                    BigDecimal sum = events.sum(property, start(events), end(events));
                    return comparison.holds((sum == null ? BigDecimal.ZERO : sum).compareTo(bound));
                }
                Numbers numbers = numbers(events, property);
                return numbers.has(aggregate) && comparison.holds(numbers.compare(aggregate, bound));
            }
        };
    }

    ProfileTest time(Edge edge, TimeRange range) {
        return new ProfileTest(cost(10)) {
            @Override
            boolean test(Profile profile) {
                EventSeries events = profile.events(type);
                int index = edge(events, edge);
                return index >= 0 && range.contains(events.micros(index));
            }
        };
    }

    ProfileTest followedBy(EventTests then) {
        return new ProfileTest(cost(10) + then.cost(10)) {
            @Override
            boolean test(Profile profile) {
                EventSeries events = profile.events(type);
                int last = edge(events, Edge.LAST);
                if (last < 0) {
                    return false;
                }
                EventSeries others = profile.events(then.type);
                int lastOther = then.edge(others, Edge.LAST);
                return lastOther >= 0 && others.micros(lastOther) >= events.micros(last);
            }
        };
    }

    long count(Profile profile) {
        EventSeries events = profile.events(type);
        int start = start(events);
        int end = end(events);
        if (where == null) {
            return Math.max(0, end - start);
        }
        long count = 0;
        for (int i = start; i < end; i++) {
            if (where.test(events, i)) {
                count++;
            }
        }
        return count;
    }

    /** Returns the position of the first or last event, or -1. */
    int edge(EventSeries events, Edge edge) {
        int start = start(events);
        int end = end(events);
        if (edge == Edge.FIRST) {
            for (int i = start; i < end; i++) {
                if (where == null || where.test(events, i)) {
                    return i;
                }
            }
        } else {
            for (int i = end - 1; i >= start; i--) {
                if (where == null || where.test(events, i)) {
                    return i;
                }
            }
        }
        return -1;
    }

    EventSeries events(Profile profile) {
        return profile.events(type);
    }

    Numbers numbers(EventSeries events, NumberAttribute property) {
        Numbers numbers = new Numbers();
        int end = end(events);
        for (int i = start(events); i < end; i++) {
            BigDecimal value = events.value(i, property);
            if (value != null && (where == null || where.test(events, i))) {
                numbers.add(value);
            }
        }
        return numbers;
    }
}
