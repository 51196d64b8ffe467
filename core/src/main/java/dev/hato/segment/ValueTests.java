package dev.hato.segment;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.internal.Micros;
import dev.hato.segment.Condition.TextMatch;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;

/** The conditions on one attribute's value, with their bounds computed. */
final class ValueTests {
    /** What takes an attribute and a test of its value: a contact's attribute, or an event's property. */
    interface Target<R> {
        <T> R of(Attribute<T> attribute, int cost, ValueTest<T> test);
    }

    private ValueTests() {}

    static <R> R present(Condition.Present condition, Target<R> target) {
        return target.of(condition.attribute(), 1, value -> true);
    }

    static <R> R textIn(Condition.TextIn condition, Target<R> target) {
        String[] texts = condition.values().toArray(String[]::new);
        if (texts.length > 8) {
            Set<String> set = Set.of(texts);
            return target.of(condition.attribute(), 3, set::contains);
        }
        return target.of(condition.attribute(), 1, value -> {
            for (String text : texts) {
                if (text.equals(value)) {
                    return true;
                }
            }
            return false;
        });
    }

    static <R> R textMatches(Condition.TextMatches condition, Target<R> target) {
        String text = condition.text();
        TextMatch match = condition.match();
        return target.of(
                condition.attribute(),
                match == TextMatch.CONTAINS ? 6 : 3,
                switch (match) {
                    case STARTS_WITH -> value -> value.startsWith(text);
                    case ENDS_WITH -> value -> value.endsWith(text);
                    case CONTAINS -> value -> value.contains(text);
                });
    }

    static <R> R numberIs(Condition.NumberIs condition, Target<R> target) {
        BigDecimal bound = condition.bound();
        Comparison comparison = condition.comparison();
        return target.of(condition.attribute(), 2, value -> comparison.holds(value.compareTo(bound)));
    }

    static <R> R booleanIs(Condition.BooleanIs condition, Target<R> target) {
        boolean wanted = condition.value();
        return target.of(condition.attribute(), 1, value -> value == wanted);
    }

    static <R> R timeIs(Condition.TimeIs condition, EvaluationContext context, Target<R> target) {
        if (condition.attribute().type() == AttributeType.INSTANT) {
            TimeRange range = TimeRange.of(condition.comparison(), condition.moment(), context);
            return target.of(typed(condition.attribute(), Instant.class), 2, value -> range.contains(Micros.of(value)));
        }
        LocalDate bound = condition.moment().date(context.now(), context.zone());
        Attribute<LocalDate> attribute = typed(condition.attribute(), LocalDate.class);
        return target.of(
                attribute,
                2,
                switch (condition.comparison()) {
                    case BEFORE -> value -> value.isBefore(bound);
                    case NOT_AFTER -> value -> !value.isAfter(bound);
                    case ON -> value -> value.equals(bound);
                    case NOT_BEFORE -> value -> !value.isBefore(bound);
                    case AFTER -> value -> value.isAfter(bound);
                });
    }

    static <R> R setContains(Condition.SetContains condition, Target<R> target) {
        String[] texts = condition.values().toArray(String[]::new);
        boolean all = condition.all();
        return target.of(condition.attribute(), 4, value -> {
            for (String text : texts) {
                if (value.contains(text) != all) {
                    return !all;
                }
            }
            return all;
        });
    }

    @SuppressWarnings("unchecked") // the attribute's type was looked at
    private static <T> Attribute<T> typed(Attribute<?> attribute, Class<T> type) {
        assert attribute.type().valueClass() == type;
        return (Attribute<T>) attribute;
    }
}
