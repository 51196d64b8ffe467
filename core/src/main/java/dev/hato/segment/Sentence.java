package dev.hato.segment;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes conditions as English sentences. */
final class Sentence implements ConditionVisitor<String> {
    private static final Sentence WORDS = new Sentence();

    private Sentence() {}

    static String of(Condition condition) {
        return condition.accept(WORDS);
    }

    static String of(EventQuery query) {
        StringBuilder words = new StringBuilder("\"").append(query.type()).append('"');
        if (query.since() != null) {
            words.append(" since ").append(query.since());
        }
        if (query.until() != null) {
            words.append(" until ").append(query.until());
        }
        if (query.where() != null) {
            words.append(" where (").append(query.where()).append(')');
        }
        return words.toString();
    }

    @Override
    public String allOf(Condition.AllOf condition) {
        return condition.conditions().isEmpty() ? "everyone" : join(condition.conditions(), " and ");
    }

    @Override
    public String anyOf(Condition.AnyOf condition) {
        return condition.conditions().isEmpty() ? "no one" : join(condition.conditions(), " or ");
    }

    private static String join(Collection<Condition> conditions, String word) {
        return conditions.stream().map(Sentence::part).collect(Collectors.joining(word));
    }

    private static String part(Condition condition) {
        boolean several = !(condition instanceof Condition.Not)
                && Depth.children(condition).size() > 1;
        return several ? "(" + condition + ")" : condition.toString();
    }

    @Override
    public String not(Condition.Not condition) {
        return "not (" + condition.condition() + ")";
    }

    @Override
    public String present(Condition.Present condition) {
        return condition.attribute() + " has a value";
    }

    @Override
    public String textIn(Condition.TextIn condition) {
        return condition.attribute() + oneOf(condition.values());
    }

    private static String oneOf(Collection<?> values) {
        return values.size() == 1 ? " is " + values.iterator().next() : " is one of " + values;
    }

    @Override
    public String textMatches(Condition.TextMatches condition) {
        return condition.attribute() + " " + condition.match().words + " \"" + condition.text() + '"';
    }

    @Override
    public String numberIs(Condition.NumberIs condition) {
        return condition.attribute() + " " + condition.comparison().words + " "
                + condition.bound().toPlainString();
    }

    @Override
    public String booleanIs(Condition.BooleanIs condition) {
        return condition.attribute() + " is " + condition.value();
    }

    @Override
    public String timeIs(Condition.TimeIs condition) {
        return condition.attribute() + " " + condition.comparison().words + " " + condition.moment();
    }

    @Override
    public String setContains(Condition.SetContains condition) {
        if (condition.values().size() == 1) {
            return condition.attribute() + " contains \""
                    + condition.values().iterator().next() + '"';
        }
        return condition.attribute()
                + (condition.all() ? " contains all of " : " contains one of ")
                + condition.values();
    }

    @Override
    public String onList(Condition.OnList condition) {
        return "subscription to \"" + condition.list() + '"' + oneOf(condition.statuses());
    }

    @Override
    public String eventCount(Condition.EventCount condition) {
        return "count of " + condition.events() + " " + condition.comparison().words + " " + condition.bound();
    }

    @Override
    public String eventNumber(Condition.EventNumber condition) {
        return lower(condition.aggregate()) + " of " + condition.property() + " of " + condition.events() + " "
                + condition.comparison().words + " " + condition.bound().toPlainString();
    }

    @Override
    public String eventTime(Condition.EventTime condition) {
        return lower(condition.edge()) + " " + condition.events() + " " + condition.comparison().words + " "
                + condition.moment();
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String followed(Condition.Followed condition) {
        return "last " + condition.first() + " is followed by " + condition.then();
    }

    @Override
    public String inSegment(Condition.InSegment condition) {
        return "is in segment \"" + condition.name() + '"';
    }
}
