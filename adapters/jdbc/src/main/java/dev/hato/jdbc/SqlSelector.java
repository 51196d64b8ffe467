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
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Selects by one statement, in which the whole condition stands. */
final class SqlSelector implements SegmentSelector {
    private static final int COUNTED = 10_000;

    /** So many are asked about in one statement. */
    private static final int ASKED = 1_000;

    private final Database database;
    private final SqlFunction<Session, SegmentTables> tables;
    private final SegmentSelector scanning;

    /**
     * @param tables which the statements are about
     * @param scanning what answers where the database cannot, and gives the profiles of single contacts
     */
    SqlSelector(Database database, SqlFunction<Session, SegmentTables> tables, SegmentSelector scanning) {
        this.database = database.unhurried();
        this.tables = tables;
        this.scanning = scanning;
    }

    @Override
    public List<ContactId> select(
            Condition condition, EvaluationContext context, @Nullable ContactId after, int limit) {
        try {
            return database.read(session -> page(session, condition, context, after, limit));
        } catch (UnanswerableException e) {
            return scanning.select(condition, context, after, limit);
        }
    }

    @Override
    public long count(Condition condition, EvaluationContext context) {
        try {
            return database.read(session -> count(session, condition, context));
        } catch (UnanswerableException e) {
            return scanning.count(condition, context);
        }
    }

    @Override
    public Set<ContactId> matching(Collection<ContactId> contacts, Condition condition, EvaluationContext context) {
        List<ContactId> asked = List.copyOf(new LinkedHashSet<>(contacts));
        Set<ContactId> matching = new LinkedHashSet<>();
        try {
            for (int from = 0; from < asked.size(); from += ASKED) {
                List<ContactId> some = asked.subList(from, Math.min(from + ASKED, asked.size()));
                matching.addAll(database.read(session -> among(session, some, condition, context)));
            }
            return matching;
        } catch (UnanswerableException e) {
            return scanning.matching(asked, condition, context);
        }
    }

    private List<ContactId> among(Session session, List<ContactId> ids, Condition condition, EvaluationContext context)
            throws SQLException {
        SegmentTables about = tables.apply(session);
        List<String> texts = ids.stream().map(ContactId::value).toList();
        Sql select = SegmentStatement.among(
                texts, condition, context, session.dialect().values(), about);
        Set<ContactId> asked = new HashSet<>(ids);
        return run(session, select, results -> found(results, about)).stream()
                .map(Found::contact)
                // a host's column may compare its texts more loosely than ids are compared
                .filter(contact -> contact != null && asked.contains(contact))
                .toList();
    }

    /** Goes on where no row of a page is a contact: an empty page would be the end. */
    private List<ContactId> page(
            Session session, Condition condition, EvaluationContext context, @Nullable ContactId after, int limit)
            throws SQLException {
        SegmentTables about = tables.apply(session);
        @Nullable String from = after == null ? null : after.value();
        while (true) {
            Sql select =
                    SegmentStatement.page(condition, context, session.dialect().values(), about, from, limit);
            List<Found> rows = run(session, select, results -> found(results, about));
            List<ContactId> ids = new ArrayList<>(rows.size());
            for (Found row : rows) {
                if (row.contact != null) {
                    ids.add(row.contact);
                }
            }
            if (!ids.isEmpty() || rows.isEmpty()) {
                return ids;
            }
            from = rows.get(rows.size() - 1).id;
        }
    }

    /** Counts in the database, unless the addresses have to be looked at. */
    private long count(Session session, Condition condition, EvaluationContext context) throws SQLException {
        SegmentTables about = tables.apply(session);
        if (about.address() == null) {
            Sql select =
                    SegmentStatement.count(condition, context, session.dialect().values(), about);
            return run(session, select, results -> {
                results.next();
                return results.getLong(1);
            });
        }
        long count = 0;
        List<ContactId> page = page(session, condition, context, null, COUNTED);
        while (!page.isEmpty()) {
            count += page.size();
            page = page(session, condition, context, page.get(page.size() - 1), COUNTED);
        }
        return count;
    }

    private static List<Found> found(ResultSet results, SegmentTables about) throws SQLException {
        List<Found> found = new ArrayList<>();
        while (results.next()) {
            String id = results.getString(1);
            boolean own = about.address() == null;
            found.add(new Found(id, own ? ContactId.of(id) : HostTable.contact(id, results.getString(2))));
        }
        return found;
    }

    /** A row that satisfies the condition, and the contact that it is, if it is one. */
    private record Found(String id, @Nullable ContactId contact) {}

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
