package dev.hato.jdbc;

import dev.hato.consent.Subscription;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.BulkEnrolment;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Enrols the contacts of a segment on PostgreSQL by one statement, in which no row leaves the database.
 *
 * <p>Not for contacts in a table of the host's: whose address is one at all has to be looked at here.
 */
final class PostgresEnroller implements BulkEnrolment {
    /** The position of the contact among the columns, both of enrolments and of subscriptions. */
    private static final int CONTACT = 1;

    /** A table is filled in the order of the ids, so that two that enrol do not wait for each other. */
    private static final String ENROL = """
            with page as materialized ($),
            added as (
                insert into {enrolment} ($) select $ from page p on conflict do nothing returning contact
            )""";

    private static final String SUBSCRIBE = """
            ,
            subscribed as (
                insert into {subscription} ($) select $ from added p on conflict do nothing returning contact
            ),
            logged as (
                insert into {subscription_history} ($) select $ from subscribed p
            )""";

    /** The ids of those who were enrolled before are found only if there are any. */
    private static final String REPORT = """

            select (select max(id) from page), (select count(*) from page), (select count(*) from added)
            union all
            select k.id, null, null from (select id from page except select contact from added) k
            where (select count(*) from page) > (select count(*) from added)
            """;

    private final Database database;
    private final SqlFunction<Session, SegmentTables> tables;

    PostgresEnroller(Database database, SqlFunction<Session, SegmentTables> tables) {
        this.database = database.unhurried();
        this.tables = tables;
    }

    @Override
    public Optional<Part> enrolNext(Beginning beginning, Who who, @Nullable ContactId after, int limit) {
        try {
            return database.writeOne(session -> enrol(session, beginning, who, after, limit));
        } catch (UnanswerableException e) {
            return Optional.empty();
        }
    }

    private Optional<Part> enrol(Session session, Beginning beginning, Who who, @Nullable ContactId after, int limit)
            throws SQLException {
        SegmentTables about = tables.apply(session);
        if (about.address() != null) {
            return Optional.empty();
        }
        Sql page = SegmentStatement.page(
                who.condition(),
                who.context(),
                session.dialect().values(),
                about,
                after == null ? null : after.value(),
                limit);
        Sql statement = Sql.format(
                ENROL,
                page,
                Sql.of(EnrolmentRow.INSERTION.columns()),
                values(EnrolmentRow.rows(List.of(beginning.pattern())), EnrolmentRow.TYPES, "p.id"));
        Subscription subscription = beginning.subscription();
        if (subscription != null) {
            Sql columns = Sql.of(SubscriptionRows.INSERTION.columns());
            Sql values = values(SubscriptionRows.of(List.of(subscription)), SubscriptionRows.TYPES, "p.contact");
            statement = Sql.format("$$", statement, Sql.format(SUBSCRIBE, columns, values, columns, values));
        }
        return Optional.of(run(session, Sql.format("$$", statement, Sql.of(REPORT))));
    }

    /** Returns the values of the one row, with an expression in place of its contact. */
    private static Sql values(Rows rows, String[] types, String contact) {
        @Nullable Object[] row = rows.values().get(0);
        List<Binder> values = new ArrayList<>();
        for (int i = 0; i < row.length; i++) {
            Object value = row[i];
            if (i != CONTACT) {
                values.add(
                        switch (types[i]) {
                            case "text" -> parameters -> parameters.text((String) value);
                            case "bigint" -> parameters -> parameters.number((Long) value);
                            default -> parameters -> parameters.flag(Boolean.TRUE.equals(value));
                        });
            }
        }
        String text = IntStream.range(0, row.length)
                .mapToObj(i -> i == CONTACT ? contact : "?")
                .collect(Collectors.joining(", "));
        return new Sql(text, values);
    }

    /** The text is for this one condition, so that the cache of texts is passed by. */
    private static Part run(Session session, Sql sql) throws SQLException {
        String text = session.tables().expand(sql.text());
        try (PreparedStatement statement = session.connection().prepareStatement(text)) {
            Parameters parameters = new Parameters(statement, session.dialect());
            for (Binder binder : sql.values()) {
                binder.bind(parameters);
            }
            try (ResultSet results = statement.executeQuery()) {
                results.next();
                String last = results.getString(1);
                long enrolled = results.getLong(3);
                List<ContactId> known = new ArrayList<>();
                while (results.next()) {
                    known.add(ContactId.of(results.getString(1)));
                }
                return new Part(last == null ? null : ContactId.of(last), enrolled, known);
            }
        }
    }
}
