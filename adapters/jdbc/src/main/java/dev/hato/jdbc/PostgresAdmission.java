package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import dev.hato.enrolment.StoredScenario;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends that begin without anybody having read what allows it: PostgreSQL looks at contact, consent, delivery and claim
 * in the statement that marks the rows.
 *
 * <p>A contact is recognised by the place of its row and the transaction that wrote it: a changed one is a new row, and
 * no other row at that place is of the same transaction and the same contact. What is looked up is written as a
 * subquery of each row, which no statistics turn into a join with a whole table.
 *
 * @param delivery to which all of the mails belong, or null for mails of none
 * @param scenario whose steps all of the mails are, or null for mails of none
 * @param rows the mails that were seen before, of {@link #TYPES}
 * @param leaseNow the time by which leases are judged, or null for the database's
 */
record PostgresAdmission(
        @Nullable Delivery delivery,
        @Nullable StoredScenario scenario,
        Rows rows,
        @Nullable Long leaseNow) {
    private static final String MARKED = "select c.id, c.address, ";

    private static final String BY_ID = """
             c.place, c.version
            from {rows r: id text}
            cross join lateral (
                select p.*, p.ctid as place, p.xmin as version from {contact} as p where p.id = r.id limit 1) as c
            where\s""";

    /** Rows of claims that were seen, and the address; the further condition is about what is known of it. */
    private static final String ADDRESS = """
            b as materialized (
                select r.n, r.fence, cast(r.seen as tid) as place
                from {rows r: n bigint, fence bigint, seen text, k text, hash text, contact text, row text, version text}
                where coalesce(
                    (select a.status from {address_status} a where a.address_key = r.k),
                    case when r.hash is not null then (select t.status from {tombstone} t where t.hash = r.hash) end,
                    'OK') = 'OK'
            """;

    private static final String CONTACT = """
                and (select p.id from {contact} p
                    where p.ctid = cast(r.row as tid) and p.xmin = cast(r.version as xid)) = r.contact
            """;

    private static final String NOT_ERASED = """
                and (r.hash is null or not exists (select 1 from {tombstone} t where t.hash = r.hash))
            """;

    private static final String SUBSCRIBER = """
                and (select s.status from {subscription} s where s.list = ? and s.contact = r.contact) = 'ACTIVE'
            """;

    private static final String START = """
            ),
            clock as materialized (select coalesce(cast(? as bigint), {now}) as now),
            begun as (
                update {outbox} o set started = true
                from b, clock where o.ctid = b.place and o.fence = b.fence and o.lease_until > clock.now
            """;

    private static final String DELIVERY = """
                    and (select d.version from {delivery} d where d.id = ?) = ?
            """;

    private static final String SCENARIO = """
                    and (select s.list from {scenario} s where s.name = ?) = ?
            """;

    private static final String RETURNING = """
                returning b.n, o.ctid as place
            )
            """;

    private static final String OF_NONE = ADDRESS + START + RETURNING;
    private static final String OF_ANYONE = ADDRESS + CONTACT + NOT_ERASED + START + DELIVERY + RETURNING;
    private static final String OF_SUBSCRIBERS = ADDRESS + CONTACT + SUBSCRIBER + START + DELIVERY + RETURNING;

    private static final String OF_SCENARIO = ADDRESS + SUBSCRIBER + START + SCENARIO + RETURNING;

    private static final String[] TYPES = {"bigint", "bigint", "text", "text", "text", "text", "text", "text"};

    /** Returns the contacts with these ids, each under the mark of its row. */
    static Map<ContactId, Recipient> recipients(Session session, DeclaredColumns columns, List<String> ids)
            throws SQLException {
        Map<ContactId, Recipient> found = new HashMap<>();
        List<Recipient> rows = columns.read(session, ColumnKind.CONTACT, typed -> {
            int place = 3 + 1 + typed.columns().size();
            return session.list(
                    MARKED + typed.names("c.") + "," + BY_ID + typed.guard(),
                    parameters -> parameters.texts(ids),
                    row -> new Recipient(
                            JdbcContactStore.contact(row, typed), row.text(place) + ' ' + row.text(place + 1)));
        });
        rows.forEach(recipient -> found.put(recipient.contact().id(), recipient));
        return found;
    }

    /** Returns the row of a mail under a number, which was last seen at a place. */
    static @Nullable Object[] row(long number, String seen, Beginning beginning, Tombstones tombstones) {
        String mark = beginning.mark();
        int space = mark == null ? -1 : mark.indexOf(' ');
        return new @Nullable Object[] {
            number,
            beginning.claim().fence(),
            seen,
            beginning.address().key(),
            tombstones.areKept() ? tombstones.hash(beginning.address()) : null,
            beginning.claim().mail().contact().value(),
            mark == null ? null : mark.substring(0, space),
            mark == null ? null : mark.substring(space + 1)
        };
    }

    /** Returns the part of a statement's {@code with} that gives {@code begun}: number and place of what has begun. */
    String text() {
        if (delivery == null) {
            return scenario == null ? OF_NONE : OF_SCENARIO;
        }
        return list() == null ? OF_ANYONE : OF_SUBSCRIBERS;
    }

    /** Binds what its part of the statement asks for. */
    void bind(Parameters parameters) throws SQLException {
        parameters.rows(rows, TYPES);
        String list = list();
        if (list != null) {
            parameters.text(list);
        }
        parameters.number(leaseNow);
        if (delivery != null) {
            parameters.text(delivery.id().value()).number(delivery.version());
        } else if (scenario != null) {
            parameters.text(scenario.name()).text(scenario.list().name());
        }
    }

    private @Nullable String list() {
        if (scenario != null) {
            return scenario.list().name();
        }
        return delivery != null && delivery.plan().audience() instanceof Audience.Subscribers subscribers
                ? subscribers.list().name()
                : null;
    }
}
