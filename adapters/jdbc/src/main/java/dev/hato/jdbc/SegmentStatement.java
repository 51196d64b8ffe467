package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import org.jspecify.annotations.Nullable;

/** The statements that ask for which contacts a condition is true. All throw if the database cannot answer. */
final class SegmentStatement {
    /** The most segments that are written out in one statement. */
    static final int MAX_SEGMENTS = 1_000;

    /** The most values: PostgreSQL's protocol counts them in 16 bits. */
    private static final int MAX_VALUES = 60_000;

    private SegmentStatement() {}

    /** Returns the statement for the ids of one page. */
    static Sql page(
            Condition condition,
            EvaluationContext context,
            ValueSql values,
            SegmentTables tables,
            @Nullable ContactId after,
            int limit) {
        Sql where = where(condition, context, values, tables);
        Sql page = after == null ? where : Sql.format(tables.id() + " > $ and $", Sql.bound(after.value()), where);
        return Sql.format(
                "select " + tables.id() + " from " + tables.contacts() + " where $ order by " + tables.id() + " limit $",
                page,
                Sql.bound(limit));
    }

    /** Returns the statement for the number of contacts. */
    static Sql count(Condition condition, EvaluationContext context, ValueSql values, SegmentTables tables) {
        return Sql.format(
                "select count(*) from " + tables.contacts() + " where $", where(condition, context, values, tables));
    }

    private static Sql where(Condition condition, EvaluationContext context, ValueSql values, SegmentTables tables) {
        Clause.Statement statement = new Clause.Statement();
        condition.accept(new ContactConditions(values, context, tables)).write(statement);
        Sql sql = statement.sql();
        if (sql.values().size() > MAX_VALUES) {
            throw new UnanswerableException();
        }
        return sql;
    }
}
