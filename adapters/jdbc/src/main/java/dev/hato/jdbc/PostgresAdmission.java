package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Audience;
import dev.hato.delivery.Delivery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Begins the sends of which PostgreSQL sees by itself that nothing speaks against them: contact, consent, delivery and
 * claim are looked at in the statement that marks the rows.
 *
 * <p>A contact is recognised by the place of its row and the transaction that wrote it: a changed one is a new row, and
 * no other row at that place is of the same transaction and the same contact. What is looked up is written as a
 * subquery of each row, which no statistics turn into a join with a whole table. Immutable and thread-safe.
 */
final class PostgresAdmission {
    private static final String MARKED = "select c.id, c.address, ";

    private static final String BY_ID = """
             c.place, c.version
            from {rows r: id text}
            cross join lateral (
                select p.*, p.ctid as place, p.xmin as version from {contact} as p where p.id = r.id limit 1) as c
            where\s""";

    /** Rows of claims that were seen, and the address; the further condition is about what is known of it. */
    private static final String ADDRESS = """
            with c as materialized (
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

    private static final String SUBSCRIBER = """
                and (select s.status from {subscription} s where s.list = ? and s.contact = r.contact) = 'ACTIVE'
            """;

    private static final String START = """
            )
            update {outbox} o set started = true
            from c where o.ctid = c.place and o.fence = c.fence
                and o.lease_until > coalesce(cast(? as bigint), {now})
            """;

    private static final String DELIVERY = """
                and (select d.version from {delivery} d where d.id = ?) = ?
            """;

    private static final String RETURNING = "returning c.n, o.ctid";

    private static final String OF_NONE = ADDRESS + START + RETURNING;
    private static final String OF_ANYONE = ADDRESS + CONTACT + START + DELIVERY + RETURNING;
    private static final String OF_SUBSCRIBERS = ADDRESS + CONTACT + SUBSCRIBER + START + DELIVERY + RETURNING;

    private static final String[] TYPES = {"bigint", "bigint", "text", "text", "text", "text", "text", "text"};

    private PostgresAdmission() {}

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

    /**
     * Begins those that nothing speaks against and whose rows were seen before.
     *
     * @return their positions
     */
    static BitSet start(
            Session session, Places places, List<Beginning> beginnings, Tombstones tombstones, @Nullable Long leaseNow)
            throws SQLException {
        Map<String, List<Integer>> byDelivery = new LinkedHashMap<>();
        for (int n = 0; n < beginnings.size(); n++) {
            Delivery delivery = beginnings.get(n).delivery();
            String of = delivery == null ? "" : delivery.id().value() + ' ' + delivery.version();
            byDelivery.computeIfAbsent(of, key -> new ArrayList<>()).add(n);
        }
        BitSet started = new BitSet();
        for (List<Integer> alike : byDelivery.values()) {
            start(session, places, beginnings, alike, tombstones, leaseNow, started);
        }
        return started;
    }

    private static void start(
            Session session,
            Places places,
            List<Beginning> beginnings,
            List<Integer> alike,
            Tombstones tombstones,
            @Nullable Long leaseNow,
            BitSet started)
            throws SQLException {
        Delivery delivery = beginnings.get(alike.get(0)).delivery();
        Rows rows = new Rows(alike.size());
        for (int n : alike) {
            Beginning beginning = beginnings.get(n);
            long fence = beginning.claim().fence();
            String seen = places.get(fence);
            if (seen != null) {
                String mark = beginning.mark();
                int space = mark == null ? -1 : mark.indexOf(' ');
                rows.add(
                        (long) n,
                        fence,
                        seen,
                        beginning.address().key(),
                        tombstones.areKept() ? tombstones.hash(beginning.address()) : null,
                        beginning.claim().mail().contact().value(),
                        mark == null ? null : mark.substring(0, space),
                        mark == null ? null : mark.substring(space + 1));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        String list = delivery != null && delivery.plan().audience() instanceof Audience.Subscribers subscribers
                ? subscribers.list().name()
                : null;
        String text = delivery == null ? OF_NONE : list == null ? OF_ANYONE : OF_SUBSCRIBERS;
        session.list(
                text,
                parameters -> {
                    parameters.rows(rows, TYPES);
                    if (list != null) {
                        parameters.text(list);
                    }
                    parameters.number(leaseNow);
                    if (delivery != null) {
                        parameters.text(delivery.id().value()).number(delivery.version());
                    }
                },
                row -> {
                    int n = row.count(1);
                    started.set(n);
                    places.put(beginnings.get(n).claim().fence(), row.text(2));
                    return true;
                });
    }
}
