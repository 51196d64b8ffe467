package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The outbox on PostgreSQL: each call is one statement and one round trip, unless rows have moved meanwhile. */
final class PostgresOutboxSql implements OutboxSql {
    private static final @Nullable Object[] NOTHING = {};

    /** The position behind {@link OutboxRow#COLUMNS}. */
    private static final int PLACE = 21;

    private static final String ADD = """
            insert into {outbox} (at, due, attempts, kind, state, reason, uncertain,
                                  source, step, contact, occurrence, recipient, fingerprint, detail, content)
            select n.at, n.due, n.attempts, n.kind, n.state, n.reason, n.uncertain,
                   n.source, n.step, n.contact, n.occurrence, n.recipient, n.fingerprint, n.detail, n.content
            from {rows n: source text, step text, contact text, occurrence text, recipient text, kind bigint,
                  state bigint, reason bigint, at bigint, due bigint, attempts bigint, uncertain boolean,
                  fingerprint bytea, detail text, content bytea}
            on conflict do nothing
            """;

    /** Mails of one plan, which differ in their contact and in whether they are excluded. */
    private static final String ADD_ALIKE = """
            insert into {outbox} (at, due, kind, state, reason, source, step, contact, occurrence, fingerprint)
            select n.at, ?, ?, n.state, n.reason, ?, ?, n.contact, ?, ?
            from {rows n: contact text, state bigint, reason bigint, at bigint}
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

    private static final PostgresChange START = new PostgresChange("""
            update {outbox} o set started = true
            from c, (select coalesce(cast(? as bigint), {now}) as now) clock
            where o.ctid = c.place and o.fence = c.fence and o.lease_until > clock.now
            returning c.n, o.ctid
            """);

    private static final PostgresChange COMPLETE = new PostgresChange(
            """
            update {outbox} o set
            """ + PostgresExchange.OUTCOME + """
            from c where o.ctid = c.place and o.fence = c.fence
            returning c.n, o.ctid
            """,
            "state bigint",
            "at bigint",
            "attempts bigint",
            "uncertain boolean",
            "reason bigint",
            "detail text");

    private static final PostgresChange RENEW = new PostgresChange("""
            update {outbox} o set lease_until = ? + o.lease_skew
            from c where o.ctid = c.place and o.fence = c.fence
            returning c.n, o.ctid
            """);

    private static final String HAS_OPEN = "select 1 from {outbox} o where o.state < 10 and o.kind in ("
            + OutboxCodes.kinds() + ") and o.source = ? limit 1";

    private static final String FIND = "select " + OutboxRow.COLUMNS + """

            from {outbox} o
            join {rows c: source text, step text, contact text, occurrence text}
                on o.source = c.source and o.step = c.step and o.contact = c.contact and o.occurrence = c.occurrence
            """;

    private static final String FIRST_PAGE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o where o.source = ?
            order by o.step, o.contact, o.occurrence limit ?
            """;

    private static final String NEXT_PAGE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o where o.source = ? and (o.step, o.contact, o.occurrence) > (?, ?, ?)
            order by o.step, o.contact, o.occurrence limit ?
            """;

    private static String claim() {
        return """
            update {outbox} o set
                fence = nextval('{outbox_fence}'), owner = ?, uncertain = o.uncertain or o.started, started = false,
                lease_until = clock.now + ?, lease_skew = clock.now - ?
            from chosen, clock
            where o.ctid = chosen.place
            returning\s""" + OutboxRow.COLUMNS + ", o.ctid";
    }

    private final Places places = new Places();

    @Override
    public boolean isOneStatement() {
        return true;
    }

    @Override
    public int add(Session session, List<OutboxEntry> entries) throws SQLException {
        PlannedMail first = entries.get(0).mail();
        if (!entries.stream().allMatch(entry -> OutboxRow.isAlike(entry, first))) {
            return session.update(ADD, parameters -> parameters.rows(OutboxRow.added(entries), OutboxRow.ADDED));
        }
        Rows rows = new Rows(entries.size());
        for (OutboxEntry entry : entries) {
            rows.add(
                    OutboxRow.contact(entry.mail().key()),
                    OutboxCodes.code(entry.state()),
                    OutboxCodes.code(entry.progress().reason()),
                    Micros.of(entry.progress().at()));
        }
        return session.update(
                ADD_ALIKE,
                parameters -> parameters
                        .instant(first.due())
                        .number(OutboxCodes.code(first.kind()))
                        .text(first.key().source())
                        .text(first.key().step())
                        .text(first.key().occurrence())
                        .bytes(OutboxRow.fingerprint(first.fingerprint()))
                        .rows(rows, "text", "bigint", "bigint", "bigint"));
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
                    this::claimed);
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
                this::claimed);
        claimed.sort(OutboxRow.FIRST_TO_SEND);
        return claimed;
    }

    private OutboxRow claimed(Row row) throws SQLException {
        OutboxRow claimed = OutboxRow.read(row);
        places.put(claimed.claim().fence(), row.text(PLACE));
        return claimed;
    }

    @Override
    public BitSet start(Session session, List<Claim> claims, @Nullable Long leaseNow) throws SQLException {
        return START.run(
                session, places, claims, claim -> claim, claim -> NOTHING, parameters -> parameters.number(leaseNow));
    }

    @Override
    public boolean admits() {
        return true;
    }

    @Override
    public Map<ContactId, Recipient> recipients(Session session, DeclaredColumns columns, List<String> ids)
            throws SQLException {
        return PostgresAdmission.recipients(session, columns, ids);
    }

    @Override
    public BitSet exchange(
            Session session,
            List<Outcome> outcomes,
            List<Beginning> beginnings,
            TypedColumns events,
            Tombstones tombstones,
            @Nullable Long leaseNow)
            throws SQLException {
        return new PostgresExchange(session, places, events, outcomes, beginnings).run(tombstones, leaseNow);
    }

    @Override
    public BitSet complete(Session session, List<Completion> completions) throws SQLException {
        BitSet done =
                COMPLETE.run(session, places, completions, Completion::claim, PostgresOutboxSql::outcome, Binder.NONE);
        completions.forEach(completion -> places.remove(completion.claim().fence()));
        return done;
    }

    private static @Nullable Object[] outcome(Completion completion) {
        OutboxEntry.Progress progress = completion.progress();
        return new @Nullable Object[] {
            OutboxCodes.code(progress.state()),
            Micros.of(progress.at()),
            (long) progress.attempts(),
            progress.uncertain(),
            OutboxCodes.code(progress.reason()),
            OutboxRow.detail(progress)
        };
    }

    @Override
    public BitSet renew(Session session, List<Claim> claims, long until) throws SQLException {
        return RENEW.run(
                session, places, claims, claim -> claim, claim -> NOTHING, parameters -> parameters.number(until));
    }

    @Override
    public List<OutboxEntry> find(Session session, List<SendKey> keys) throws SQLException {
        Rows rows = new Rows(keys.size());
        for (SendKey key : keys) {
            rows.add(key.source(), key.step(), OutboxRow.contact(key), key.occurrence());
        }
        return session.list(
                FIND, parameters -> parameters.rows(rows, "text", "text", "text", "text"), PostgresOutboxSql::entry);
    }

    @Override
    public boolean hasOpen(Session session, String source) throws SQLException {
        return session.number(HAS_OPEN, parameters -> parameters.text(source)) > 0;
    }

    @Override
    public List<OutboxEntry> page(Session session, String source, @Nullable SendKey after, int limit)
            throws SQLException {
        return after == null
                ? session.list(
                        FIRST_PAGE, parameters -> parameters.text(source).number(limit), PostgresOutboxSql::entry)
                : session.list(
                        NEXT_PAGE,
                        parameters -> parameters
                                .text(source)
                                .text(after.step())
                                .text(OutboxRow.contact(after))
                                .text(after.occurrence())
                                .number(limit),
                        PostgresOutboxSql::entry);
    }

    private static OutboxEntry entry(Row row) throws SQLException {
        return OutboxRow.read(row).entry();
    }
}
