package dev.hato.jdbc;

import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;

/** The part of a statement that says for which contacts a condition is true. */
final class SegmentStatement {
    /** The most segments that are written out in one statement. */
    static final int MAX_SEGMENTS = 1_000;

    /** The most values: PostgreSQL's protocol counts them in 16 bits. */
    private static final int MAX_VALUES = 60_000;

    private SegmentStatement() {}

    /**
     * Returns the clause.
     *
     * @throws UnanswerableException if the database cannot answer it
     */
    static Sql of(Condition condition, EvaluationContext context, ValueSql values, SegmentTables tables) {
        Clause.Statement statement = new Clause.Statement();
        condition.accept(new ContactConditions(values, context, tables)).write(statement);
        Sql sql = statement.sql();
        if (sql.values().size() > MAX_VALUES) {
            throw new UnanswerableException();
        }
        return sql;
    }
}
