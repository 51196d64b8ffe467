package dev.hato.jdbc;

import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The statements that ask for which contacts a condition is true. All throw if the database cannot answer. */
final class SegmentStatement {
    /** The most segments that are written out in one statement. */
    static final int MAX_SEGMENTS = 1_000;

    /** The most values: PostgreSQL's protocol counts them in 16 bits. */
    private static final int MAX_VALUES = 60_000;

    private SegmentStatement() {}

    /** Returns the statement for the ids of one page, and for their addresses where these have to be looked at. */
    static Sql page(
            Condition condition,
            EvaluationContext context,
            ValueSql values,
            SegmentTables tables,
            @Nullable String after,
            int limit) {
        Sql where = where(condition, context, values, tables);
        Sql page = after == null
                ? where
                : Sql.format("$ > $ and $", Sql.of(tables.key()), tables.bound().apply(after), where);
        return Sql.format(
                "select $ from $ where $ order by $ limit $",
                Sql.of(tables.id() + (tables.address() == null ? "" : ", " + tables.address())),
                Sql.of(tables.contacts()),
                page,
                Sql.of(tables.key()),
                Sql.bound(limit));
    }

    /** Returns the statement for those of these ids. */
    static Sql among(
            Collection<String> ids,
            Condition condition,
            EvaluationContext context,
            ValueSql values,
            SegmentTables tables) {
        return Sql.format(
                "select $ from $ where $ and $",
                Sql.of(tables.id() + (tables.address() == null ? "" : ", " + tables.address())),
                Sql.of(tables.contacts()),
                tables.among().apply(ids),
                where(condition, context, values, tables));
    }

    /** Returns the statement for the number of contacts. */
    static Sql count(Condition condition, EvaluationContext context, ValueSql values, SegmentTables tables) {
        return Sql.format(
                "select count(*) from $ where $", Sql.of(tables.contacts()), where(condition, context, values, tables));
    }

    private static Sql where(Condition condition, EvaluationContext context, ValueSql values, SegmentTables tables) {
        Clause.Statement statement = new Clause.Statement();
        Clause clause = condition.accept(new ContactConditions(values, context, tables));
        if (clause.depth() > values.maxDepth()) {
            throw new UnanswerableException();
        }
        clause.write(statement);
        Sql sql = statement.sql();
        if (sql.values().size() > MAX_VALUES) {
            throw new UnanswerableException();
        }
        String readable = tables.readable();
        return readable == null ? sql : Sql.format("$ and $", Sql.of(readable), sql);
    }
}
