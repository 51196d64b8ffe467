package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Profile;
import dev.hato.segment.SegmentSelector;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Selects by one statement, in which the whole condition stands. */
final class SqlSelector implements SegmentSelector {
    private final Database database;
    private final ValueSql values;
    private final SegmentTables tables;
    private final SegmentSelector scanning;

    /**
     * @param scanning what answers where the database cannot, and gives the profiles of single contacts
     */
    SqlSelector(Database database, ValueSql values, SegmentTables tables, SegmentSelector scanning) {
        this.database = database;
        this.values = values;
        this.tables = tables;
        this.scanning = scanning;
    }

    @Override
    public List<ContactId> select(
            Condition condition, EvaluationContext context, @Nullable ContactId after, int limit) {
        Sql where;
        try {
            where = SegmentStatement.of(condition, context, values, tables);
        } catch (UnanswerableException e) {
            return scanning.select(condition, context, after, limit);
        }
        Sql page = after == null ? where : Sql.format(tables.id() + " > $ and $", Sql.bound(after.value()), where);
        Sql select = Sql.format(
                "select " + tables.id() + " from " + tables.contacts() + " where $ order by " + tables.id()
                        + " limit $",
                page,
                Sql.bound(limit));
        return database.read(session -> run(session, select, results -> {
            List<ContactId> ids = new ArrayList<>(Math.min(limit, 1_000));
            while (results.next()) {
                ids.add(ContactId.of(results.getString(1)));
            }
            return ids;
        }));
    }

    @Override
    public long count(Condition condition, EvaluationContext context) {
        Sql where;
        try {
            where = SegmentStatement.of(condition, context, values, tables);
        } catch (UnanswerableException e) {
            return scanning.count(condition, context);
        }
        Sql select = Sql.format("select count(*) from " + tables.contacts() + " where $", where);
        return database.read(session -> run(session, select, results -> {
            results.next();
            return results.getLong(1);
        }));
    }

    /** The text is for this one condition, so that the cache of texts is passed by. */
    private static <T> T run(Session session, Sql select, SqlFunction<ResultSet, T> reader) throws SQLException {
        String text = session.tables().expand(select.text());
        try (PreparedStatement statement = session.connection().prepareStatement(text)) {
            Parameters parameters = new Parameters(statement, session.dialect());
            for (Binder binder : select.values()) {
                binder.bind(parameters);
            }
            try (ResultSet results = statement.executeQuery()) {
                return reader.apply(results);
            }
        }
    }

    @Override
    public <R> Optional<R> read(ContactId contact, Function<Profile, R> reader) {
        return scanning.read(contact, reader);
    }
}
