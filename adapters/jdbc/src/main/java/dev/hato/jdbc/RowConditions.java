package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import dev.hato.segment.Condition;
import dev.hato.segment.ConditionVisitor;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.TimeComparison;
import dev.hato.segment.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Makes clauses of conditions on the values of one row: a contact's attributes, or an event's properties.
 *
 * <p>For one thread and one walk: it knows whether it stands below a negation.
 */
class RowConditions implements ConditionVisitor<Clause> {
    private static final int CHEAP = 1;
    private static final int MATCH = 6;
    private static final int JSON = 4;

    final ValueSql values;
    final EvaluationContext context;
    private final Attributes attributes;
    private boolean negative;

    RowConditions(ValueSql values, EvaluationContext context, Attributes attributes) {
        this.values = values;
        this.context = context;
        this.attributes = attributes;
    }

    /** Returns whether an odd number of negations stands above. */
    final boolean negative() {
        return negative;
    }

    @Override
    public final Clause allOf(Condition.AllOf condition) {
        return group(true, condition.conditions());
    }

    @Override
    public final Clause anyOf(Condition.AnyOf condition) {
        return group(false, condition.conditions());
    }

    private Clause group(boolean all, List<Condition> conditions) {
        List<Clause> clauses = new ArrayList<>(conditions.size());
        for (Condition condition : conditions) {
            clauses.add(condition.accept(this));
        }
        return Clause.group(all != negative, clauses);
    }

    @Override
    public final Clause not(Condition.Not condition) {
        negative = !negative;
        Clause clause = condition.condition().accept(this);
        negative = !negative;
        return clause;
    }

    /** Returns the clause about where the attribute's value is; what is nowhere satisfies nothing. */
    private Clause about(Attribute<?> attribute, Function<Place, Clause> clause) {
        Place place = attributes.of(attribute);
        return place instanceof Place.Missing ? constant(false) : clause.apply(place);
    }

    @Override
    public final Clause present(Condition.Present condition) {
        return about(condition.attribute(), this::present);
    }

    private Clause present(Place place) {
        return leaf(Sql.format("$ is not null", values.raw(place)), CHEAP, place);
    }

    @Override
    public final Clause textIn(Condition.TextIn condition) {
        List<String> texts = StoredTexts.possible(condition.values());
        return texts.isEmpty()
                ? constant(false)
                : about(condition.attribute(), place -> leaf(values.in(place, texts), CHEAP, place));
    }

    @Override
    public final Clause textMatches(Condition.TextMatches condition) {
        return about(condition.attribute(), place -> textMatches(place, condition));
    }

    private Clause textMatches(Place place, Condition.TextMatches condition) {
        String text = condition.text();
        if (text.isEmpty()) {
            return present(place);
        }
        if (text.indexOf(0) >= 0) {
            return constant(false);
        }
        StoredTexts.requireWhole(text);
        return leaf(values.matches(values.value(place), condition.match(), text), MATCH, place);
    }

    @Override
    public final Clause numberIs(Condition.NumberIs condition) {
        return about(
                condition.attribute(),
                place -> leaf(
                        values.compare(values.value(place), condition.comparison(), condition.bound()), CHEAP, place));
    }

    @Override
    public final Clause booleanIs(Condition.BooleanIs condition) {
        return about(
                condition.attribute(),
                place -> leaf(Sql.format("$ = " + condition.value(), values.value(place)), CHEAP, place));
    }

    @Override
    public final Clause timeIs(Condition.TimeIs condition) {
        return about(condition.attribute(), place -> timeIs(place, condition));
    }

    private Clause timeIs(Place place, Condition.TimeIs condition) {
        if (place.type() == AttributeType.INSTANT) {
            TimeRange range = TimeRange.of(condition.comparison(), condition.moment(), context);
            return leaf(within(values.value(place), range), CHEAP, place);
        }
        LocalDate date = condition.moment().date(context.now(), context.zone());
        return leaf(
                Sql.format("$ " + operator(condition.comparison()) + " $", values.value(place), Sql.bound(date)),
                CHEAP,
                place);
    }

    private static String operator(TimeComparison comparison) {
        return switch (comparison) {
            case BEFORE -> "<";
            case NOT_AFTER -> "<=";
            case ON -> "=";
            case NOT_BEFORE -> ">=";
            case AFTER -> ">";
        };
    }

    /** Returns whether the microseconds are in the range, whose ends may be open. */
    static Sql within(Sql micros, TimeRange range) {
        if (range.from() == Long.MIN_VALUE) {
            return Sql.format("$ <= $", micros, Sql.bound(range.to()));
        }
        return range.to() == Long.MAX_VALUE
                ? Sql.format("$ >= $", micros, Sql.bound(range.from()))
                : Sql.format("$ between $ and $", micros, Sql.bound(range.from()), Sql.bound(range.to()));
    }

    @Override
    public final Clause setContains(Condition.SetContains condition) {
        return about(condition.attribute(), place -> setContains(place, condition));
    }

    private Clause setContains(Place place, Condition.SetContains condition) {
        List<String> texts = StoredTexts.possible(condition.values());
        if (condition.values().isEmpty() && condition.all()) {
            return present(place);
        }
        boolean never = condition.all() ? texts.size() < condition.values().size() : texts.isEmpty();
        return never ? constant(false) : leaf(values.contains(place, condition.all(), texts), MATCH, place);
    }

    private Clause leaf(Sql sql, int cost, Place place) {
        String guard = place instanceof Place.Column column ? column.guard() : null;
        Sql guarded = guard == null ? sql : Sql.format("($ and $)", sql, Sql.of(guard));
        return Clause.Leaf.of(guarded, place instanceof Place.Json ? cost * JSON : cost, negative);
    }

    /** Returns what is always so, or never. */
    final Clause constant(boolean value) {
        return value != negative ? Clause.Constant.EVERYONE : Clause.Constant.NO_ONE;
    }

    @Override
    public Clause onList(Condition.OnList condition) {
        throw new AssertionError(condition);
    }

    @Override
    public Clause eventCount(Condition.EventCount condition) {
        throw new AssertionError(condition);
    }

    @Override
    public Clause eventNumber(Condition.EventNumber condition) {
        throw new AssertionError(condition);
    }

    @Override
    public Clause eventTime(Condition.EventTime condition) {
        throw new AssertionError(condition);
    }

    @Override
    public Clause followed(Condition.Followed condition) {
        throw new AssertionError(condition);
    }

    @Override
    public Clause inSegment(Condition.InSegment condition) {
        throw new AssertionError(condition);
    }

    /** What of texts in conditions a stored text can equal. */
    private static final class StoredTexts {
        private StoredTexts() {}

        static List<String> possible(Collection<String> texts) {
            return texts.stream()
                    .filter(text -> text.indexOf(0) < 0 && isWhole(text))
                    .toList();
        }

        /** Half a surrogate pair in a condition may match half of one in a value, which no database can say. */
        static void requireWhole(String text) {
            if (!isWhole(text)) {
                throw new UnanswerableException();
            }
        }

        private static boolean isWhole(String text) {
            return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        }
    }
}
