package dev.hato.jdbc;

import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The outbox on PostgreSQL: each call is one statement and one round trip. */
final class PostgresOutboxSql implements OutboxSql {
    private static final String ADD = """
            insert into {outbox} (at, due, attempts, kind, state, reason, uncertain,
                                  source, step, contact, occurrence, recipient, fingerprint, detail, content)
            select n.at, n.due, n.attempts, n.kind, n.state, n.reason, n.uncertain,
                   n.source, n.step, n.contact, n.occurrence, n.recipient, n.fingerprint, n.detail, n.content
            from {rows n: source text, step text, contact text, occurrence text, recipient text, kind bigint,
                  state bigint, reason bigint, at bigint, due bigint, attempts bigint, uncertain boolean,
                  fingerprint text, detail text, content bytea}
            on conflict do nothing
            """;

    /**
     * Source by source: the sources with something to come are found by leaps through the index, so that a held one
     * costs the same whether it has one mail or a million; a source's mails are locked in the order of the index until
     * there are enough.
     */
    private static final String CLAIM_ANY = """
            with recursive source as (
                (select o.kind, o.source, o.at from {outbox} o where o.state < 10 order by o.kind, o.source, o.at limit 1)
                union all
                select n.kind, n.source, n.at
                from source s
                cross join lateral (
                    select o.kind, o.source, o.at from {outbox} o
                    where o.state < 10 and (o.kind, o.source) > (s.kind, s.source)
                    order by o.kind, o.source, o.at limit 1) n
            ),
            clock as materialized (select coalesce(cast(? as bigint), {now}) as now),
            chosen as materialized (
                select m.place
                from (
                    select s.kind, s.source from source s
                    where s.at <= ? and s.source not in (select h.name from {rows h: name text})
                    order by s.kind, s.at) s
                cross join lateral (
                    select o.ctid as place from {outbox} o
                    where o.state < 10 and o.kind = s.kind and o.source = s.source and o.at <= ?
                        and (o.lease_until is null or o.lease_until <= (select c.now from clock c))
                    order by o.at
                    limit ?
                    for update skip locked) m
                limit ?
            )
            """ + claim();

    private static final String CLAIM_ONE = """
            with clock as materialized (select coalesce(cast(? as bigint), {now}) as now),
            chosen as materialized (
                select o.ctid as place from {outbox} o
                where o.source = ? and o.step = ? and o.contact = ? and o.occurrence = ? and o.state < 10
                    and case when o.lease_until is null then o.at <= ?
                        else o.lease_until <= (select c.now from clock c) end
                for update skip locked
            )
            """ + claim();

    private static final String START = """
            update {outbox} o set started = true
            from {rows c: n bigint, source text, step text, contact text, occurrence text, fence bigint}
            where o.source = c.source and o.step = c.step and o.contact = c.contact and o.occurrence = c.occurrence
                and o.fence = c.fence and o.lease_until > coalesce(cast(? as bigint), {now})
            returning c.n
            """;

    private static final String COMPLETE = """
            update {outbox} o set
                state = c.state, at = c.at, attempts = c.attempts, uncertain = c.uncertain, reason = c.reason,
                detail = c.detail, content = case when c.state < 10 then o.content end,
                fence = null, owner = null, lease_until = null, lease_skew = null, started = false
            from {rows c: n bigint, source text, step text, contact text, occurrence text, fence bigint, state bigint,
                  at bigint, attempts bigint, uncertain boolean, reason bigint, detail text}
            where o.source = c.source and o.step = c.step and o.contact = c.contact and o.occurrence = c.occurrence
                and o.fence = c.fence
            returning c.n
            """;

    private static final String RENEW = """
            update {outbox} o set lease_until = ? + o.lease_skew
            from {rows c: n bigint, source text, step text, contact text, occurrence text, fence bigint}
            where o.source = c.source and o.step = c.step and o.contact = c.contact and o.occurrence = c.occurrence
                and o.fence = c.fence
            returning c.n
            """;

    private static final String FIND = "select " + OutboxRow.COLUMNS + """

            from {outbox} o
            join {rows c: source text, step text, contact text, occurrence text}
                on o.source = c.source and o.step = c.step and o.contact = c.contact and o.occurrence = c.occurrence
            """;

    private static String claim() {
        return """
            update {outbox} o set
                fence = nextval('{outbox_fence}'), owner = ?, uncertain = o.uncertain or o.started, started = false,
                lease_until = clock.now + ?, lease_skew = clock.now - ?
            from chosen, clock
            where o.ctid = chosen.place
            returning """ + " " + OutboxRow.COLUMNS;
    }

    @Override
    public int add(Session session, List<OutboxEntry> entries) throws SQLException {
        return session.update(ADD, parameters -> parameters.rows(OutboxRow.added(entries), OutboxRow.ADDED));
    }

    @Override
    public List<OutboxRow> claim(Session session, ClaimRequest request, @Nullable Long leaseNow) throws SQLException {
        long now = Micros.of(request.now());
        long length = Math.max(1, Micros.of(request.until()) - now);
        SendKey only = request.only();
        if (only != null) {
            return session.list(
                    CLAIM_ONE,
                    parameters -> parameters
                            .number(leaseNow)
                            .text(only.source())
                            .text(only.step())
                            .text(OutboxRow.contact(only))
                            .text(only.occurrence())
                            .number(now)
                            .text(request.owner())
                            .number(length)
                            .number(now),
                    OutboxRow::read);
        }
        List<OutboxRow> claimed = session.list(
                CLAIM_ANY,
                parameters -> parameters
                        .number(leaseNow)
                        .number(now)
                        .texts(request.held())
                        .number(now)
                        .number(request.limit())
                        .number(request.limit())
                        .text(request.owner())
                        .number(length)
                        .number(now),
                OutboxRow::read);
        claimed.sort(OutboxRow.FIRST_TO_SEND);
        return claimed;
    }

    @Override
    public BitSet start(Session session, Rows claims, @Nullable Long leaseNow) throws SQLException {
        return positions(session, START, parameters -> parameters.rows(claims, CLAIM).number(leaseNow));
    }

    @Override
    public BitSet complete(Session session, Rows outcomes) throws SQLException {
        return positions(session, COMPLETE, parameters -> parameters.rows(outcomes, OUTCOME));
    }

    @Override
    public BitSet renew(Session session, Rows claims, long until) throws SQLException {
        return positions(session, RENEW, parameters -> parameters.number(until).rows(claims, CLAIM));
    }

    @Override
    public List<OutboxEntry> find(Session session, Rows keys) throws SQLException {
        return session.list(FIND, parameters -> parameters.rows(keys, KEY), row -> OutboxRow.read(row).entry());
    }

    private static BitSet positions(Session session, String text, Binder binder) throws SQLException {
        BitSet positions = new BitSet();
        for (Integer position : session.list(text, binder, row -> row.count(1))) {
            positions.set(Objects.requireNonNull(position));
        }
        return positions;
    }
}
