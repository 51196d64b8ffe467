package dev.hato.jdbc;

import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outbox where an update cannot tell what it changed: rows are locked, then changed, in one transaction. What is
 * found by leaps through the index is the same as on PostgreSQL.
 */
abstract class StepwiseOutboxSql implements OutboxSql {
    /** The sequence of fences counts in steps of so many. */
    private static final int FENCES = 10_000;

    private static final String CLOCK = "select coalesce(cast(? as %s), {now})";

    private static final String NEXT_KIND = """
            select o.open_kind from {outbox} o where o.open_kind > ? order by o.open_kind limit 1
            """;

    private static final String NEXT_SOURCE = """
            select o.source, o.at from {outbox} o where o.open_kind = ? and o.source > ?
            order by o.source, o.at limit 1
            """;

    private static final String CHOOSE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o
            where o.open_kind = ? and o.source = ? and o.at <= ? and (o.fence is null or o.lease_until <= ?)
            order by o.at
            limit ?
            for update skip locked
            """;

    private static final String CHOOSE_ONE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o
            where o.source = ? and o.step = ? and o.contact = ? and o.occurrence = ? and o.open_kind is not null
                and ((o.fence is null and o.at <= ?) or o.lease_until <= ?)
            for update skip locked
            """;

    private static final String NEXT_FENCE = "select nextval(%s)";

    private static final String KEY = "source = ? and step = ? and contact = ? and occurrence = ?";

    private static final String CLAIM = """
            update {outbox} set fence = ?, owner = ?, lease_until = ?, lease_skew = ?, uncertain = ?, started = false
            where\s""" + KEY;

    private static final String START = """
            update {outbox} set started = true
            where\s""" + KEY + " and fence = ? and lease_until > ?";

    private static final String COMPLETE = """
            update {outbox} set
                fence = null, owner = null, lease_until = null, lease_skew = null, started = false,
                state = ?, open_kind = case when ? then kind end, at = ?, attempts = ?, uncertain = ?, reason = ?,
                detail = ?, content = case when ? then content end
            where\s""" + KEY + " and fence = ?";

    private static final String RENEW = """
            update {outbox} set lease_until = ? + lease_skew
            where\s""" + KEY + " and fence = ?";

    private final String clock;
    private final String nextFence;

    /**
     * @param bigint the type to cast to
     * @param sequence how nextval takes a sequence's name
     */
    StepwiseOutboxSql(String bigint, String sequence) {
        clock = String.format(CLOCK, bigint);
        nextFence = String.format(NEXT_FENCE, sequence);
    }

    @Override
    public List<OutboxRow> claim(Session session, ClaimRequest request, @Nullable Long leaseNow) throws SQLException {
        long lease = leaseNow(session, leaseNow);
        List<OutboxRow> chosen = choose(session, request, lease);
        if (chosen.isEmpty()) {
            return chosen;
        }
        long now = Micros.of(request.now());
        long until = lease + Math.max(1, Micros.of(request.until()) - now);
        List<OutboxRow> claimed = new ArrayList<>(chosen.size());
        long fence = 0;
        for (int i = 0; i < chosen.size(); i++) {
            fence = i % FENCES == 0 ? session.number(nextFence, Binder.NONE) : fence + 1;
            claimed.add(chosen.get(i).claimed(request.owner(), fence, Micros.instant(until - lease + now)));
        }
        session.updateAll(
                CLAIM,
                claimed.stream()
                        .map(row -> (Binder) parameters -> key(
                                parameters
                                        .number(row.claim().fence())
                                        .text(request.owner())
                                        .number(until)
                                        .number(lease - now)
                                        .flag(row.progress().uncertain()),
                                row.mail().key()))
                        .toList());
        claimed.sort(OutboxRow.FIRST_TO_SEND);
        return claimed;
    }

    private long leaseNow(Session session, @Nullable Long leaseNow) throws SQLException {
        return session.number(clock, parameters -> parameters.number(leaseNow));
    }

    private List<OutboxRow> choose(Session session, ClaimRequest request, long lease) throws SQLException {
        long now = Micros.of(request.now());
        SendKey only = request.only();
        if (only != null) {
            return session.list(
                    CHOOSE_ONE, parameters -> key(parameters, only).number(now).number(lease), OutboxRow::read);
        }
        List<OutboxRow> chosen = new ArrayList<>();
        for (long kind = nextKind(session, 0); kind > 0; kind = nextKind(session, kind)) {
            for (String source : sources(session, kind, request.held(), now)) {
                long due = kind;
                int left = request.limit() - chosen.size();
                chosen.addAll(session.list(
                        CHOOSE,
                        parameters -> parameters
                                .number(due)
                                .text(source)
                                .number(now)
                                .number(lease)
                                .number(left),
                        OutboxRow::read));
                if (chosen.size() == request.limit()) {
                    return chosen;
                }
            }
        }
        return chosen;
    }

    private static long nextKind(Session session, long kind) throws SQLException {
        return session.number(NEXT_KIND, parameters -> parameters.number(kind));
    }

    /** A source whose first mail is due at a time. */
    private record Due(String source, long at) {}

    private static List<String> sources(Session session, long kind, Set<String> held, long now) throws SQLException {
        List<Due> found = new ArrayList<>();
        String last = "";
        while (true) {
            String after = last;
            Due next = session.first(
                            NEXT_SOURCE,
                            parameters -> parameters.number(kind).text(after),
                            row -> new Due(row.text(1), row.number(2)))
                    .orElse(null);
            if (next == null) {
                return found.stream()
                        .sorted(java.util.Comparator.comparingLong(Due::at))
                        .map(Due::source)
                        .toList();
            }
            last = next.source;
            if (next.at <= now && !held.contains(last)) {
                found.add(next);
            }
        }
    }

    @Override
    public BitSet start(Session session, Rows claims, @Nullable Long leaseNow) throws SQLException {
        long lease = leaseNow(session, leaseNow);
        return changed(session, START, claims, (parameters, row) -> claim(parameters, row).number(lease));
    }

    @Override
    public BitSet complete(Session session, Rows outcomes) throws SQLException {
        return changed(session, COMPLETE, outcomes, (parameters, row) -> {
            boolean open = (Long) row[6] < OutboxCodes.OVER;
            parameters
                    .number((Long) row[6])
                    .flag(open)
                    .number((Long) row[7])
                    .number((Long) row[8])
                    .flag((Boolean) row[9])
                    .number((Long) row[10])
                    .text((String) row[11])
                    .flag(open);
            claim(parameters, row);
        });
    }

    @Override
    public BitSet renew(Session session, Rows claims, long until) throws SQLException {
        return changed(session, RENEW, claims, (parameters, row) -> claim(parameters.number(until), row));
    }

    private interface RowBinder {
        void bind(Parameters parameters, @Nullable Object[] row) throws SQLException;
    }

    private static BitSet changed(Session session, String text, Rows rows, RowBinder binder) throws SQLException {
        int[] counts = session.updateAll(
                text,
                rows.values().stream()
                        .map(row -> (Binder) parameters -> binder.bind(parameters, row))
                        .toList());
        BitSet changed = new BitSet();
        for (int i = 0; i < counts.length; i++) {
            changed.set(i, counts[i] == 1);
        }
        return changed;
    }

    private static Parameters claim(Parameters parameters, @Nullable Object[] row) throws SQLException {
        return parameters
                .text((String) row[1])
                .text((String) row[2])
                .text((String) row[3])
                .text((String) row[4])
                .number((Long) row[5]);
    }

    private static Parameters key(Parameters parameters, SendKey key) throws SQLException {
        return parameters.text(key.source()).text(key.step()).text(OutboxRow.contact(key)).text(key.occurrence());
    }

    @Override
    public List<OutboxEntry> find(Session session, Rows keys) throws SQLException {
        List<OutboxEntry> found = new ArrayList<>(keys.size());
        for (@Nullable Object[] key : keys.values()) {
            session.first(
                            "select " + OutboxRow.COLUMNS + " from {outbox} o where " + KEY,
                            parameters -> parameters
                                    .text((String) key[0])
                                    .text((String) key[1])
                                    .text((String) key[2])
                                    .text((String) key[3]),
                            row -> OutboxRow.read(row).entry())
                    .ifPresent(found::add);
        }
        return found;
    }
}
