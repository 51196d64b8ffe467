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
    private final SqlFunction<Session, SegmentTables> tables;
    private final SegmentSelector scanning;

    /**
     * @param tables which the statements are about
     * @param scanning what answers where the database cannot, and gives the profiles of single contacts
     */
    SqlSelector(Database database, SqlFunction<Session, SegmentTables> tables, SegmentSelector scanning) {
        this.database = database;
        this.tables = tables;
        this.scanning = scanning;
    }

    @Override
    public List<ContactId> select(
            Condition condition, EvaluationContext context, @Nullable ContactId after, int limit) {
        try {
            return database.read(session -> {
                SegmentTables about = tables.apply(session);
                Sql select = SegmentStatement.page(condition, context, session.dialect().values(), about, after, limit);
                return run(session, select, results -> {
                    List<ContactId> ids = new ArrayList<>(Math.min(limit, 1_000));
                    while (results.next()) {
                        ids.add(ContactId.of(results.getString(1)));
                    }
                    return ids;
                });
            });
        } catch (UnanswerableException e) {
            return scanning.select(condition, context, after, limit);
        }
    }

    @Override
    public long count(Condition condition, EvaluationContext context) {
        try {
            return database.read(session -> {
                SegmentTables about = tables.apply(session);
                Sql select = SegmentStatement.count(condition, context, session.dialect().values(), about);
                return run(session, select, results -> {
                    results.next();
                    return results.getLong(1);
                });
            });
        } catch (UnanswerableException e) {
            return scanning.count(condition, context);
        }
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
