package dev.hato.jdbc;

import dev.hato.segment.Comparison;
import dev.hato.segment.Condition.TextMatch;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;

/** MariaDB: sets are JSON arrays, in columns too; numbers end at 65 digits, 30 of them behind the point. */
final class MariaDbValueSql implements ValueSql {
    private static final String BYTES = " collate utf8mb4_nopad_bin";
    private static final int SCALE = 30;
    private static final BigDecimal BEYOND = BigDecimal.TEN.pow(35);

    @Override
    public Sql raw(Place place) {
        if (place instanceof Place.Json json) {
            return Sql.format("json_extract($, $)", Sql.of(json.document()), Sql.bound(path(json.key())));
        }
        return Sql.of(((Place.Column) place).expression());
    }

    /** Returns the path to a member whose name may be anything. */
    private static String path(String key) {
        return "$.\"" + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public Sql value(Place place) {
        if (place instanceof Place.Column column) {
            return Sql.of(column.expression());
        }
        Place.Json json = (Place.Json) place;
        Sql text = Sql.format("json_value($, $)", Sql.of(json.document()), Sql.bound(path(json.key())));
        return switch (json.type()) {
            case TEXT -> Sql.format("(convert($ using utf8mb4)" + BYTES + ")", text);
            case NUMBER -> Sql.format("cast($ as decimal(65, 30))", text);
            case BOOLEAN -> Sql.format("($ in ('1', 'true'))", text);
            case DATE -> Sql.format("cast($ as date)", text);
            case INSTANT -> Sql.format("cast($ as signed)", text);
            case TEXT_SET -> raw(place);
        };
    }

    @Override
    public Sql matches(Sql value, TextMatch match, String text) {
        return match == TextMatch.CONTAINS
                ? Sql.format("locate($, $) > 0", bytes(text), value)
                : Sql.format(
                        match == TextMatch.STARTS_WITH ? "left($, char_length($)) = $" : "right($, char_length($)) = $",
                        value,
                        Sql.bound(text),
                        bytes(text));
    }

    private static Sql bytes(String text) {
        return Sql.format("(convert($ using utf8mb4)" + BYTES + ")", Sql.bound(text));
    }

    /** A bound that no stored number can equal is moved to the next that one can. */
    @Override
    public Sql compare(Sql number, Comparison comparison, BigDecimal bound) {
        if (bound.abs().compareTo(BEYOND) >= 0) {
            return beyond(number, comparison, bound);
        }
        if (bound.scale() <= SCALE) {
            return ValueSql.super.compare(number, comparison, bound);
        }
        return switch (comparison) {
            case IS -> Sql.format("($ is not null and false)", number);
            case LESS_THAN, AT_MOST ->
                ValueSql.super.compare(number, Comparison.AT_MOST, bound.setScale(SCALE, RoundingMode.FLOOR));
            case AT_LEAST, MORE_THAN ->
                ValueSql.super.compare(number, Comparison.AT_LEAST, bound.setScale(SCALE, RoundingMode.CEILING));
        };
    }

    private static Sql beyond(Sql number, Comparison comparison, BigDecimal bound) {
        return Sql.format("($ is not null and " + comparison.holds(-bound.signum()) + ")", number);
    }

    /** A mean may lie between two numbers that can be stored, so a bound that is finer than they are cannot be moved. */
    @Override
    public Sql compareMean(Sql sum, Sql count, Comparison comparison, BigDecimal bound) {
        if (bound.abs().compareTo(BEYOND) >= 0) {
            return beyond(sum, comparison, bound);
        }
        if (bound.scale() > SCALE) {
            throw new UnanswerableException();
        }
        return ValueSql.super.compareMean(sum, count, comparison, bound);
    }

    @Override
    public Sql decimal(BigDecimal bound) {
        return Sql.format("cast($ as decimal(65, 30))", Sql.bound(bound));
    }

    /** Its JSON functions compare texts as they are escaped, so the members are taken out first. */
    @Override
    public Sql contains(Place set, boolean all, Collection<String> values) {
        Sql members = Sql.format(
                "from json_table($, '$[*]' columns (v longtext character set utf8mb4" + BYTES + " path '$')) as m",
                raw(set),
                Sql.of("$"),
                Sql.of("$"));
        Sql found = Sql.format("$ where $", members, oneOf(Sql.of("m.v"), values));
        return all ? Sql.format("(select count(*) $) = " + values.size(), found) : Sql.format("exists (select 1 $)", found);
    }
}
