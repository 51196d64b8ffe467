package dev.hato.jdbc;

import dev.hato.contact.AttributeType;
import dev.hato.segment.Condition.TextMatch;
import java.math.BigDecimal;
import java.util.Collection;

/** PostgreSQL: sets are {@code text[]}, JSON is {@code jsonb}. */
final class PostgresValueSql implements ValueSql {
    @Override
    public Sql raw(Place place) {
        if (place instanceof Place.Json json) {
            return Sql.format("($ -> $)", Sql.of(json.document()), Sql.bound(json.key()));
        }
        return Sql.of(((Place.Column) place).expression());
    }

    @Override
    public Sql value(Place place) {
        if (place instanceof Place.Column column) {
            return Sql.of(column.expression());
        }
        Place.Json json = (Place.Json) place;
        Sql text = Sql.format("($ ->> $)", Sql.of(json.document()), Sql.bound(json.key()));
        // Whatever the database's own collation is, texts are compared by their bytes.
        return json.type() == AttributeType.TEXT
                ? Sql.format("($ collate \"C\")", text)
                : Sql.format("cast($ as " + type(json.type()) + ")", text);
    }

    private static String type(AttributeType type) {
        return switch (type) {
            case NUMBER -> "numeric";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case INSTANT -> "bigint";
            case TEXT, TEXT_SET -> "text";
        };
    }

    /** The index of a column of ours leaves long texts out; it is used where the statement says that none is meant. */
    @Override
    public Sql in(Place place, Collection<String> values) {
        Sql found = oneOf(value(place), values);
        boolean indexed = place instanceof Place.Column column
                && column.ours()
                && values.stream().allMatch(value -> value.length() <= PostgresAttributeSql.INDEXED_LENGTH);
        return indexed
                ? Sql.format("($ and char_length($) <= " + PostgresAttributeSql.INDEXED_LENGTH + ")", found, value(place))
                : found;
    }

    @Override
    public Sql oneOf(Sql text, Collection<String> values) {
        return values.size() > MANY
                ? Sql.format("$ = any(array(select r.v from $))", text, Sql.table(values))
                : ValueSql.super.oneOf(text, values);
    }

    @Override
    public Sql matches(Sql value, TextMatch match, String text) {
        return match == TextMatch.STARTS_WITH
                ? Sql.format("starts_with($, $)", value, Sql.bound(text))
                : ValueSql.super.matches(value, match, text);
    }

    @Override
    public Sql decimal(BigDecimal bound) {
        return Sql.format("cast($ as numeric)", Sql.bound(bound));
    }

    @Override
    public Sql contains(Place set, boolean all, Collection<String> values) {
        Sql wanted = Sql.format("cast(array[$] as text[])", Sql.bound(values));
        if (values.size() > MANY) {
            wanted = Sql.format("array(select r.v from $)", Sql.table(values));
        }
        if (set instanceof Place.Column) {
            return Sql.format(all ? "$ @> $" : "$ && $", raw(set), wanted);
        }
        // What the operators ?& and ?| call; a question mark would be taken for a value.
        return Sql.format(all ? "jsonb_exists_all($, $)" : "jsonb_exists_any($, $)", raw(set), wanted);
    }
}
