package dev.hato.jdbc;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
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

    private static final String NEXT_KIND = """
            select o.open_kind from {outbox} o where o.open_kind > ? order by o.open_kind limit 1
            """;

    private static final String NEXT_SOURCE = """
            select o.source, o.at from {outbox} o where o.open_kind = ? and o.source > ?
            order by o.open_kind, o.source, o.at limit 1
            """;

    private static final String CHOOSE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o
            where o.open_kind = ? and o.source = ? and o.at <= ? and (o.fence is null or o.lease_until <= ?)
            {order}
            limit ?
            for update skip locked
            """;

    private static final String CHOOSE_ONE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o
            where o.source = ? and o.step = ? and o.contact = ? and o.occurrence = ? and o.open_kind is not null
                and ((o.fence is null and o.at <= ?) or o.lease_until <= ?)
            for update skip locked
            """;

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
                state = ?, at = ?, attempts = ?, uncertain = ?, reason = ?,
                detail = ?, content = case when ? then content end
            where\s""" + KEY + " and fence = ?";

    private static final String RENEW = """
            update {outbox} set lease_until = ? + lease_skew
            where\s""" + KEY + " and fence = ?";

    private static final String SELECT = "select " + OutboxRow.COLUMNS + " from {outbox} o where ";

    /**
     * Kind by kind: H2 2.5 does not begin anew where a statement that stopped early within an IN list is executed again,
     * and finds rows that are not there any more.
     */
    private static final String HAS_OPEN = "select 1 from (select 0 as kind union all select "
            + OutboxCodes.kinds().replace(", ", " union all select ")
            + ") k where exists (select 1 from {outbox} o where o.open_kind = k.kind and o.source = ?) limit 1";

    static final String FIND = SELECT + KEY;

    private static final String IN_ORDER = " order by o.step, o.contact, o.occurrence limit ?";

    private static final String FIRST_PAGE = SELECT + "o.source = ?" + IN_ORDER;

    private static final String SAME_CONTACT =
            SELECT + "o.source = ? and o.step = ? and o.contact = ? and o.occurrence > ?" + IN_ORDER;

    private static final String SAME_STEP = SELECT + "o.source = ? and o.step = ? and o.contact > ?" + IN_ORDER;

    private static final String NEXT_STEPS = SELECT + "o.source = ? and o.step > ?" + IN_ORDER;

    private final String clock;
    private final String nextFence;
    private final String choose;

    /**
     * @param bigint the type to cast to
     * @param sequence how nextval takes a sequence's name
     * @param longerDueFirst the order in which the index gives the mails of one source, where it has to be said
     */
    StepwiseOutboxSql(String bigint, String sequence, String longerDueFirst) {
        choose = CHOOSE.replace("{order}", longerDueFirst);
        clock = "select coalesce(cast(? as " + bigint + "), {now})";
        nextFence = "select nextval(" + sequence + ")";
    }

    @Override
    public boolean isOneStatement() {
        return false;
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
                        choose,
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
                        .sorted(Comparator.comparingLong(Due::at))
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
    public BitSet start(Session session, List<Claim> claims, @Nullable Long leaseNow) throws SQLException {
        long lease = leaseNow(session, leaseNow);
        return changed(
                session,
                START,
                claims,
                (parameters, claim) -> held(parameters, claim).number(lease));
    }

    @Override
    public BitSet complete(Session session, List<Completion> completions) throws SQLException {
        return changed(session, COMPLETE, completions, (parameters, completion) -> {
            OutboxEntry.Progress progress = completion.progress();
            boolean open = progress.state().isOpen();
            parameters
                    .number(OutboxCodes.code(progress.state()))
                    .instant(progress.at())
                    .number(progress.attempts())
                    .flag(progress.uncertain())
                    .number(OutboxCodes.code(progress.reason()))
                    .text(OutboxRow.detail(progress))
                    .flag(open);
            held(parameters, completion.claim());
        });
    }

    @Override
    public BitSet renew(Session session, List<Claim> claims, long until) throws SQLException {
        return changed(session, RENEW, claims, (parameters, claim) -> held(parameters.number(until), claim));
    }

    private interface ChangeBinder<T> {
        void bind(Parameters parameters, T change) throws SQLException;
    }

    private static <T> BitSet changed(Session session, String text, List<T> changes, ChangeBinder<T> binder)
            throws SQLException {
        int[] counts = session.updateAll(
                text,
                changes.stream()
                        .map(change -> (Binder) parameters -> binder.bind(parameters, change))
                        .toList());
        BitSet changed = new BitSet();
        for (int i = 0; i < counts.length; i++) {
            changed.set(i, counts[i] == 1);
        }
        return changed;
    }

    private static Parameters held(Parameters parameters, Claim claim) throws SQLException {
        return key(parameters, claim.key()).number(claim.fence());
    }

    private static Parameters key(Parameters parameters, SendKey key) throws SQLException {
        return parameters
                .text(key.source())
                .text(key.step())
                .text(OutboxRow.contact(key))
                .text(key.occurrence());
    }

    @Override
    public List<OutboxEntry> find(Session session, List<SendKey> keys) throws SQLException {
        return find(session, FIND, keys);
    }

    static List<OutboxEntry> find(Session session, String text, List<SendKey> keys) throws SQLException {
        List<OutboxEntry> found = new ArrayList<>(keys.size());
        for (SendKey key : keys) {
            found.addAll(session.list(text, parameters -> key(parameters, key), StepwiseOutboxSql::entry));
        }
        return found;
    }

    @Override
    public boolean hasOpen(Session session, String source) throws SQLException {
        return session.number(HAS_OPEN, parameters -> parameters.text(source)) > 0;
    }

    /** Three ranges of the index one after the other: what is greater in the last part, the second, the first. */
    @Override
    public List<OutboxEntry> page(Session session, String source, @Nullable SendKey after, int limit)
            throws SQLException {
        if (after == null) {
            return session.list(
                    FIRST_PAGE, parameters -> parameters.text(source).number(limit), StepwiseOutboxSql::entry);
        }
        String contact = OutboxRow.contact(after);
        List<OutboxEntry> page = new ArrayList<>(session.list(
                SAME_CONTACT,
                parameters -> parameters
                        .text(source)
                        .text(after.step())
                        .text(contact)
                        .text(after.occurrence())
                        .number(limit),
                StepwiseOutboxSql::entry));
        if (page.size() < limit) {
            int left = limit - page.size();
            page.addAll(session.list(
                    SAME_STEP,
                    parameters -> parameters
                            .text(source)
                            .text(after.step())
                            .text(contact)
                            .number(left),
                    StepwiseOutboxSql::entry));
        }
        if (page.size() < limit) {
            int left = limit - page.size();
            page.addAll(session.list(
                    NEXT_STEPS,
                    parameters -> parameters.text(source).text(after.step()).number(left),
                    StepwiseOutboxSql::entry));
        }
        return page;
    }

    private static OutboxEntry entry(Row row) throws SQLException {
        return OutboxRow.read(row).entry();
    }
}
