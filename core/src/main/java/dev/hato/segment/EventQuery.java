package dev.hato.segment;

import dev.hato.contact.NumberAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.internal.Texts;
import dev.hato.segment.Condition.Aggregate;
import dev.hato.segment.Condition.Edge;
import dev.hato.segment.Condition.EventCount;
import dev.hato.segment.Condition.EventNumber;
import dev.hato.segment.Condition.EventTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * A contact's events of one type, in a window of time, with conditions on their properties: the
 * start of every condition about events.
 *
 * <pre>{@code
 * event("purchase").within(Period.ofDays(90)).where(AMOUNT.atLeast(1_000)).count().atLeast(3)
 * }</pre>
 *
 * <p>The window includes its start and excludes its end; a date stands for its first instant in the
 * evaluation's zone. Without an end, events dated in the future count too.
 *
 * @param type the events' type
 * @param since the start of the window, or null
 * @param until the end of the window, or null
 * @param where what holds for each event, on its properties, or null
 */
public record EventQuery(
        String type,
        @Nullable Moment since,
        @Nullable Moment until,
        @Nullable Condition where) {
    /** Checks the type, and that {@code where} asks for properties only. */
    public EventQuery {
        Texts.requireName("Event type", type, ContactEvent.MAX_LENGTH);
        if (where != null) {
            PropertyConditions.check(where);
        }
    }

    /** Returns these events narrowed to those not before the moment, in place of an earlier start. */
    public EventQuery since(Moment moment) {
        return new EventQuery(type, moment, until, where);
    }

    /** Returns these events narrowed to those from the date on, in place of an earlier start. */
    public EventQuery since(LocalDate date) {
        return since(Moment.on(date));
    }

    /** Returns these events narrowed to those before the moment, in place of an earlier end. */
    public EventQuery until(Moment moment) {
        return new EventQuery(type, since, moment, where);
    }

    /** Returns these events narrowed to those before the date, in place of an earlier end. */
    public EventQuery until(LocalDate date) {
        return until(Moment.on(date));
    }

    /** Returns these events narrowed to those with {@code from <= at < to}. */
    public EventQuery between(Moment from, Moment to) {
        return new EventQuery(type, from, to, where);
    }

    /** Returns these events narrowed to those from one date on and before the other. */
    public EventQuery between(LocalDate from, LocalDate to) {
        return between(Moment.on(from), Moment.on(to));
    }

    /** Returns these events narrowed to those not longer ago than this, by the calendar. */
    public EventQuery within(Period period) {
        return since(Moment.ago(period));
    }

    /** Returns these events narrowed to those not longer ago than this. */
    public EventQuery within(Duration duration) {
        return since(Moment.ago(duration));
    }

    /**
     * Returns these events narrowed to those whose properties satisfy the condition as well.
     *
     * @throws IllegalArgumentException if it asks for anything but attributes, which are read as the
     *     event's properties
     */
    public EventQuery where(Condition properties) {
        return new EventQuery(type, since, until, where == null ? properties : Conditions.allOf(where, properties));
    }

    /** Is true if there is such an event. */
    public Condition happened() {
        return count().atLeast(1);
    }

    /** Is true if there is no such event. */
    public Condition neverHappened() {
        return Conditions.not(happened());
    }

    /** Is true if one of the other events came at the moment of the last of these events or later. */
    public Condition followedBy(EventQuery then) {
        return new Condition.Followed(this, then);
    }

    /** Starts a comparison of their number, 0 without events. */
    public Measure count() {
        return new Measure((comparison, bound) -> countOf(comparison, bound));
    }

    /** Starts a comparison of the sum of a property, 0 over nothing; events without it add nothing. */
    public Measure sum(NumberAttribute property) {
        return aggregate(Aggregate.SUM, property);
    }

    /** Starts a comparison of the smallest value of a property; false without one. */
    public Measure min(NumberAttribute property) {
        return aggregate(Aggregate.MIN, property);
    }

    /** Starts a comparison of the largest value of a property; false without one. */
    public Measure max(NumberAttribute property) {
        return aggregate(Aggregate.MAX, property);
    }

    /** Starts a comparison of the mean of a property over the events that have it; false without one. */
    public Measure average(NumberAttribute property) {
        return aggregate(Aggregate.AVERAGE, property);
    }

    /** Starts a comparison of the earliest event's time; false without events. */
    public Time first() {
        return new Time(this, Edge.FIRST);
    }

    /** Starts a comparison of the latest event's time; false without events. */
    public Time last() {
        return new Time(this, Edge.LAST);
    }

    /** Returns the words for these events in a sentence. */
    @Override
    public String toString() {
        return Sentence.of(this);
    }

    private Measure aggregate(Aggregate aggregate, NumberAttribute property) {
        return new Measure((comparison, bound) -> new EventNumber(this, aggregate, property, comparison, bound));
    }

    private Condition countOf(Comparison comparison, BigDecimal bound) {
        try {
            return new EventCount(this, comparison, bound.longValueExact());
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("A count is compared with a whole number, not with " + bound + ".", e);
        }
    }

    private interface NumberCondition {
        Condition of(Comparison comparison, BigDecimal bound);
    }

    /** A number computed from events, waiting for its bound. */
    public static final class Measure {
        private final NumberCondition condition;

        private Measure(NumberCondition condition) {
            this.condition = condition;
        }

        /** Is true if it equals the bound. */
        public Condition is(long bound) {
            return is(BigDecimal.valueOf(bound));
        }

        /** Is true if it equals the bound, whatever the number of decimals. */
        public Condition is(BigDecimal bound) {
            return condition.of(Comparison.IS, bound);
        }

        /** Is true if it is the bound or more. */
        public Condition atLeast(long bound) {
            return atLeast(BigDecimal.valueOf(bound));
        }

        /** Is true if it is the bound or more. */
        public Condition atLeast(BigDecimal bound) {
            return condition.of(Comparison.AT_LEAST, bound);
        }

        /** Is true if it is the bound or less. */
        public Condition atMost(long bound) {
            return atMost(BigDecimal.valueOf(bound));
        }

        /** Is true if it is the bound or less. */
        public Condition atMost(BigDecimal bound) {
            return condition.of(Comparison.AT_MOST, bound);
        }

        /** Is true if it is more than the bound. */
        public Condition moreThan(long bound) {
            return moreThan(BigDecimal.valueOf(bound));
        }

        /** Is true if it is more than the bound. */
        public Condition moreThan(BigDecimal bound) {
            return condition.of(Comparison.MORE_THAN, bound);
        }

        /** Is true if it is less than the bound. */
        public Condition lessThan(long bound) {
            return lessThan(BigDecimal.valueOf(bound));
        }

        /** Is true if it is less than the bound. */
        public Condition lessThan(BigDecimal bound) {
            return condition.of(Comparison.LESS_THAN, bound);
        }

        /** Is true if it is neither less than the one nor more than the other. */
        public Condition between(long lowest, long highest) {
            return Conditions.allOf(atLeast(lowest), atMost(highest));
        }
    }

    /** The time of an event, waiting for the moment to compare it with. */
    public static final class Time {
        private final EventQuery events;
        private final Edge edge;

        private Time(EventQuery events, Edge edge) {
            this.events = events;
            this.edge = edge;
        }

        /** Is true if it is earlier than the moment. */
        public Condition before(Moment moment) {
            return condition(TimeComparison.BEFORE, moment);
        }

        /** Is true if it is on an earlier date. */
        public Condition before(LocalDate date) {
            return before(Moment.on(date));
        }

        /** Is true if it is later than the moment. */
        public Condition after(Moment moment) {
            return condition(TimeComparison.AFTER, moment);
        }

        /** Is true if it is on a later date. */
        public Condition after(LocalDate date) {
            return after(Moment.on(date));
        }

        /** Is true if it is not earlier than the moment. */
        public Condition notBefore(Moment moment) {
            return condition(TimeComparison.NOT_BEFORE, moment);
        }

        /** Is true if it is not later than the moment. */
        public Condition notAfter(Moment moment) {
            return condition(TimeComparison.NOT_AFTER, moment);
        }

        /** Is true if it is on the local date of the moment. */
        public Condition on(Moment moment) {
            return condition(TimeComparison.ON, moment);
        }

        /** Is true if it is on this date. */
        public Condition on(LocalDate date) {
            return on(Moment.on(date));
        }

        private Condition condition(TimeComparison comparison, Moment moment) {
            return new EventTime(events, edge, comparison, moment);
        }
    }
}
