package dev.hato.jdbc;

import dev.hato.segment.Comparison;
import dev.hato.segment.Condition.TextMatch;
import java.math.BigDecimal;
import java.util.Collection;

/**
 * How one kind of database asks about values. Each answer is an expression that is true, false, or null where the value
 * is missing.
 *
 * <p>Immutable and thread-safe.
 */
interface ValueSql {
    /** A list longer than this travels as one value. */
    int MANY = 12;

    /** Returns what is null exactly where the value is missing. */
    Sql raw(Place place);

    /** Returns the value as the database's text, exact number, boolean, date, or whole microseconds; not for sets. */
    Sql value(Place place);

    /** Returns whether the text is one of these, which can be stored; there is at least one. */
    default Sql in(Place place, Collection<String> values) {
        return oneOf(value(place), values);
    }

    /** Returns whether the expression is one of the texts. */
    default Sql oneOf(Sql text, Collection<String> values) {
        return values.size() > MANY
                ? Sql.format("$ in (select r.v from $)", text, Sql.table(values))
                : Sql.format(values.size() == 1 ? "$ = $" : "$ in ($)", text, Sql.bound(values));
    }

    /** Returns whether the text matches another, which can be stored and is not empty. */
    default Sql matches(Sql value, TextMatch match, String text) {
        Sql bound = Sql.bound(text);
        return switch (match) {
            case STARTS_WITH -> Sql.format("left($, char_length($)) = $", value, bound, bound);
            case ENDS_WITH -> Sql.format("right($, char_length($)) = $", value, bound, bound);
            case CONTAINS -> Sql.format("position($ in $) > 0", bound, value);
        };
    }

    /** Returns whether the number compares so with the bound. */
    default Sql compare(Sql number, Comparison comparison, BigDecimal bound) {
        return Sql.format("$ " + operator(comparison) + " $", number, decimal(bound));
    }

    /** Returns whether the mean of numbers with this sum and count compares so with the bound, without dividing. */
    default Sql compareMean(Sql sum, Sql count, Comparison comparison, BigDecimal bound) {
        return Sql.format("$ " + operator(comparison) + " $ * $", sum, decimal(bound), count);
    }

    /** Returns the exact number, bound. */
    Sql decimal(BigDecimal bound);

    /** Returns whether the set holds one of the texts, or all of them; they can be stored, there is at least one. */
    Sql contains(Place set, boolean all, Collection<String> values);

    /** Returns the comparison's sign. */
    static String operator(Comparison comparison) {
        return switch (comparison) {
            case LESS_THAN -> "<";
            case AT_MOST -> "<=";
            case IS -> "=";
            case AT_LEAST -> ">=";
            case MORE_THAN -> ">";
        };
    }
}
