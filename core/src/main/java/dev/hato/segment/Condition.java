package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.contact.BooleanAttribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.contact.TextSetAttribute;
import dev.hato.internal.Texts;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A condition on a contact, as data: an immutable tree with leaves that ask one thing each.
 *
 * <p>Attributes and {@link Conditions} make conditions; the records here are what stores and tools
 * read. Every condition is true or false, never unknown: a leaf that compares a value which is
 * missing, or of another type than the attribute declares, is false, and so its negation is true.
 * {@code toString()} is the sentence.
 */
public sealed interface Condition {
    /** Calls the visitor's method for this kind of condition and returns its result. */
    <R> R accept(ConditionVisitor<R> visitor);

    /** How a text is matched: exactly, code unit by code unit, without regard to any locale. */
    enum TextMatch {
        /** The value begins with the text. */
        STARTS_WITH("starts with"),
        /** The value ends with the text. */
        ENDS_WITH("ends with"),
        /** The text is somewhere in the value. */
        CONTAINS("contains");

        final String words;

        TextMatch(String words) {
            this.words = words;
        }
    }

    /** What is computed from a number on several events. Without such a number a sum is 0 and the rest are missing. */
    enum Aggregate {
        /** The exact sum; 0 over nothing. */
        SUM,
        /** The smallest number. */
        MIN,
        /** The largest number. */
        MAX,
        /** The mean, compared exactly, without rounding. */
        AVERAGE
    }

    /** Which of several events is asked for its time. */
    enum Edge {
        /** The earliest event. */
        FIRST,
        /** The latest event. */
        LAST
    }

    /** True if all are; of nothing, true for everyone. */
    record AllOf(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public AllOf {
            conditions = List.copyOf(conditions);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.allOf(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if one is; of nothing, true for no one. */
    record AnyOf(List<Condition> conditions) implements Condition {
        /** Copies the list. */
        public AnyOf {
            conditions = List.copyOf(conditions);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.anyOf(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the other is false. */
    record Not(Condition condition) implements Condition {
        /** Checks that nothing is missing. */
        public Not {
            Objects.requireNonNull(condition, "condition");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.not(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the attribute has a value; an empty text or set is a value. */
    record Present(Attribute<?> attribute) implements Condition {
        /** Checks that nothing is missing. */
        public Present {
            Objects.requireNonNull(attribute, "attribute");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.present(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the text equals one of the values, code unit by code unit. */
    record TextIn(TextAttribute attribute, Set<String> values) implements Condition {
        /** Copies the set, keeping its order. */
        public TextIn {
            Objects.requireNonNull(attribute, "attribute");
            values = Copies.ordered(values);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.textIn(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the text matches. */
    record TextMatches(TextAttribute attribute, TextMatch match, String text) implements Condition {
        /** Checks that nothing is missing. */
        public TextMatches {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(match, "match");
            Objects.requireNonNull(text, "text");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.textMatches(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the number compares so. */
    record NumberIs(NumberAttribute attribute, Comparison comparison, BigDecimal bound) implements Condition {
        /** Brings the bound to its canonical form. */
        public NumberIs {
            Objects.requireNonNull(attribute, "attribute");
            Objects.requireNonNull(comparison, "comparison");
            bound = Copies.bound(bound);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.numberIs(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the attribute has this value. */
    record BooleanIs(BooleanAttribute attribute, boolean value) implements Condition {
        /** Checks that nothing is missing. */
        public BooleanIs {
            Objects.requireNonNull(attribute, "attribute");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.booleanIs(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the date or point in time compares so; the attribute is of one of these two types. */
    record TimeIs(Attribute<?> attribute, TimeComparison comparison, Moment moment) implements Condition {
        /** Checks the type. */
        public TimeIs {
            Objects.requireNonNull(comparison, "comparison");
            Objects.requireNonNull(moment, "moment");
            if (attribute.type() != AttributeType.DATE && attribute.type() != AttributeType.INSTANT) {
                throw new IllegalArgumentException("Attribute '" + attribute.name() + "' is a "
                        + attribute.type().label() + "; compare a date or an instant with a moment.");
            }
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.timeIs(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /**
     * True if the set contains one of the values, or all of them. One of nothing is false; all of
     * nothing is true where the attribute has a value.
     */
    record SetContains(TextSetAttribute attribute, boolean all, Set<String> values) implements Condition {
        /** Copies the set, keeping its order. */
        public SetContains {
            Objects.requireNonNull(attribute, "attribute");
            values = Copies.ordered(values);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.setContains(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the contact's standing with the list is one of these; a contact that never was on it has none. */
    record OnList(String list, Set<SubscriptionStatus> statuses) implements Condition {
        /** Copies the set. */
        public OnList {
            Texts.requireName("Mailing list name", list, 100);
            statuses = Copies.ordered(statuses);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.onList(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the number of events compares so; without events it is 0. */
    record EventCount(EventQuery events, Comparison comparison, long bound) implements Condition {
        /** Checks that nothing is missing. */
        public EventCount {
            Objects.requireNonNull(events, "events");
            Objects.requireNonNull(comparison, "comparison");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.eventCount(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if what is computed from a number on the events compares so. */
    record EventNumber(
            EventQuery events, Aggregate aggregate, NumberAttribute property, Comparison comparison, BigDecimal bound)
            implements Condition {
        /** Brings the bound to its canonical form. */
        public EventNumber {
            Objects.requireNonNull(events, "events");
            Objects.requireNonNull(aggregate, "aggregate");
            Objects.requireNonNull(property, "property");
            Objects.requireNonNull(comparison, "comparison");
            bound = Copies.bound(bound);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.eventNumber(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the time of the first or last of the events compares so; false without events. */
    record EventTime(EventQuery events, Edge edge, TimeComparison comparison, Moment moment) implements Condition {
        /** Checks that nothing is missing. */
        public EventTime {
            Objects.requireNonNull(events, "events");
            Objects.requireNonNull(edge, "edge");
            Objects.requireNonNull(comparison, "comparison");
            Objects.requireNonNull(moment, "moment");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.eventTime(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if there is a first event and one of the others came at the moment of the last such event or later. */
    record Followed(EventQuery first, EventQuery then) implements Condition {
        /** Checks that nothing is missing. */
        public Followed {
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(then, "then");
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.followed(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }

    /** True if the contact is in the segment of this name, looked up when the condition is evaluated. */
    record InSegment(String name) implements Condition {
        /** Checks the name. */
        public InSegment {
            Texts.requireName("Segment name", name, Segment.MAX_NAME_LENGTH);
        }

        @Override
        public <R> R accept(ConditionVisitor<R> visitor) {
            return visitor.inSegment(this);
        }

        @Override
        public String toString() {
            return Sentence.of(this);
        }
    }
}
