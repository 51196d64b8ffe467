package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.StepTallies;
import dev.hato.delivery.StepTally;
import dev.hato.delivery.Tally;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in a database. Leases end by the database's clock, which all nodes share; what is due goes by the
 * caller's. The content of a mail that has ended is dropped.
 */
final class JdbcOutbox implements Outbox {
    /** How often rows that vanish between two statements are added again. */
    private static final int ADD_ATTEMPTS = 5;

    private static final String FIND = "select " + OutboxRow.COLUMNS + """

            from {outbox} o where o.source = ? and o.step = ? and o.contact = ? and o.occurrence = ?
            """;

    private static final String TALLY = """
            select o.state, case when o.fence is null then 0 else 1 end, o.reason, count(*)
            from {outbox} o where o.source = ?
            group by o.state, case when o.fence is null then 0 else 1 end, o.reason
            union all
            select t.state, 0, nullif(t.reason, 0), t.mails from {outbox_tally} t where t.source = ?
            """;

    private static final String TALLY_STEPS = """
            select o.step, o.state, case when o.fence is null then 0 else 1 end, o.reason, count(*), max(o.at)
            from {outbox} o where o.source = ?
            group by o.step, o.state, case when o.fence is null then 0 else 1 end, o.reason
            union all
            select t.step, t.state, 0, nullif(t.reason, 0), t.mails, t.last_at from {outbox_tally} t where t.source = ?
            """;

    private final Database database;
    private final OutboxSql sql;
    private final @Nullable InstantSource leaseClock;

    JdbcOutbox(Database database, @Nullable InstantSource leaseClock) {
        this.database = database;
        this.sql = database.dialect().outbox();
        this.leaseClock = leaseClock;
    }

    @Override
    public List<OutboxEntry> add(List<OutboxEntry> entries) {
        entries.forEach(JdbcOutbox::requireAddable);
        if (entries.isEmpty()) {
            return List.of();
        }
        List<OutboxEntry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(entry -> entry.mail().key()));
        List<SendKey> keys = sorted.stream().map(entry -> entry.mail().key()).toList();
        return write(session -> {
            for (int attempt = 1; ; attempt++) {
                if (sql.add(session, sorted) == entries.size()) {
                    return List.copyOf(entries);
                }
                Map<SendKey, OutboxEntry> present = new HashMap<>();
                for (OutboxEntry entry : attempt == 1 ? sql.find(session, keys) : sql.findNow(session, keys)) {
                    present.put(entry.mail().key(), entry);
                }
                if (present.size() == entries.size()) {
                    return entries.stream()
                            .map(entry -> Objects.requireNonNull(
                                    present.get(entry.mail().key())))
                            .toList();
                }
                if (attempt == ADD_ATTEMPTS) {
                    throw new StoreException("Mails could not be added: " + (entries.size() - present.size())
                            + " of them are refused as present and are not to be found; their keys are there twice, "
                            + "somebody deletes rows at the same time, or this transaction does not see what another "
                            + "has committed: then roll back and do it again, or let it be READ COMMITTED.");
                }
            }
        });
    }

    private static void requireAddable(OutboxEntry entry) {
        MailState state = entry.state();
        if (state != MailState.PLANNED && state != MailState.EXCLUDED) {
            throw new IllegalArgumentException(
                    "Mail " + entry.mail().key() + " is " + state + "; only planned or excluded mails are added.");
        }
        StorableText.require("Send key occurrence", entry.mail().key().occurrence());
        StorableText.require("Fingerprint", entry.mail().fingerprint());
        StorableText.require("Detail", entry.progress().detail());
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        StorableText.require("Owner", request.owner());
        if (request.only() != null && !OutboxRow.isStorable(request.only())) {
            return List.of();
        }
        Long leaseNow = leaseNow();
        return write(session -> sql.claim(session, request, leaseNow)).stream()
                .map(OutboxRow::claim)
                .toList();
    }

    @Override
    public Set<SendKey> start(List<Claim> claims, Instant now) {
        Long leaseNow = leaseNow();
        return changed(claims, Claim::key, (session, sorted) -> sql.start(session, sorted, leaseNow));
    }

    /** Returns whether {@link #recipients} and {@link #exchange} do anything in this database. */
    boolean admits() {
        return sql.admits();
    }

    /** Returns contacts of our own table with marks; see {@link OutboxSql#recipients}. */
    Map<ContactId, Recipient> recipients(DeclaredColumns columns, Collection<ContactId> ids) {
        List<String> texts = ids.stream().map(ContactId::value).distinct().toList();
        return database.read(session -> sql.recipients(session, columns, texts));
    }

    /** Records the usual outcomes and beginnings at once; see {@link OutboxSql#exchange}. */
    Set<SendKey> exchange(
            List<Outcome> outcomes, List<Beginning> beginnings, DeclaredColumns columns, Tombstones tombstones) {
        if (database.isInTransaction() || (outcomes.isEmpty() && beginnings.isEmpty())) {
            return Set.of();
        }
        Long leaseNow = leaseNow();
        List<Outcome> ended = new ArrayList<>(outcomes);
        ended.sort(Comparator.comparing(outcome -> outcome.completion().claim().key()));
        List<Beginning> begun = new ArrayList<>(beginnings);
        begun.sort(Comparator.comparing(beginning -> beginning.claim().key()));
        Set<SendKey> keys = new HashSet<>();
        database.writeOnePlanned(session -> columns.read(
                        session,
                        ColumnKind.EVENT,
                        events -> positions(sql.exchange(session, ended, begun, events, tombstones, leaseNow))))
                .forEach(position -> keys.add(
                        position < ended.size()
                                ? ended.get(position).completion().claim().key()
                                : begun.get(position - ended.size()).claim().key()));
        return keys;
    }

    private static List<Integer> positions(BitSet recorded) {
        return recorded.stream().boxed().toList();
    }

    @Override
    public Set<SendKey> complete(List<Completion> completions) {
        return changed(completions, completion -> completion.claim().key(), sql::complete);
    }

    @Override
    public Set<SendKey> renew(List<Claim> claims, Instant until) {
        return changed(claims, Claim::key, (session, sorted) -> sql.renew(session, sorted, Micros.of(until)));
    }

    /** A statement over a sorted list, which tells what it has changed. */
    private interface Change<T> {
        BitSet apply(Session session, List<T> sorted) throws SQLException;
    }

    private <T> Set<SendKey> changed(List<T> changes, Function<T, SendKey> key, Change<T> change) {
        if (changes.isEmpty()) {
            return Set.of();
        }
        List<T> sorted = new ArrayList<>(changes);
        sorted.sort(Comparator.comparing(key));
        BitSet positions = write(session -> change.apply(session, sorted));
        Set<SendKey> keys = new HashSet<>();
        positions.stream().forEach(position -> keys.add(key.apply(sorted.get(position))));
        return keys;
    }

    @Override
    public Optional<OutboxEntry> find(SendKey key) {
        if (!OutboxRow.isStorable(key)) {
            return Optional.empty();
        }
        return database.read(session -> session.first(
                FIND,
                parameters -> parameters
                        .text(key.source())
                        .text(key.step())
                        .text(OutboxRow.contact(key))
                        .text(key.occurrence()),
                row -> OutboxRow.read(row).entry()));
    }

    @Override
    public Tally tally(String source) {
        if (!StorableText.is(source)) {
            return new Tally(Map.of(), Map.of());
        }
        return database.unhurried().read(session -> {
            Map<MailState, Long> states = new EnumMap<>(MailState.class);
            Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
            session.list(TALLY, parameters -> parameters.text(source).text(source), row -> {
                MailState state = row.number(2) == 0 ? OutboxCodes.state(row.number(1)) : MailState.CLAIMED;
                states.merge(state, row.number(4), Long::sum);
                ExclusionReason reason = OutboxCodes.reason(row.numberOrNull(3));
                return reason == null ? 0L : excluded.merge(reason, row.number(4), Long::sum);
            });
            return new Tally(states, excluded);
        });
    }

    @Override
    public Map<String, StepTally> tallySteps(String source) {
        StepTallies tallies = new StepTallies();
        if (StorableText.is(source)) {
            database.unhurried()
                    .read(session -> session.list(
                            TALLY_STEPS, parameters -> parameters.text(source).text(source), row -> {
                                MailState state =
                                        row.number(3) == 0 ? OutboxCodes.state(row.number(2)) : MailState.CLAIMED;
                                ExclusionReason reason = OutboxCodes.reason(row.numberOrNull(4));
                                tallies.add(row.text(1), state, reason, row.number(5), Micros.instant(row.number(6)));
                                return state;
                            }));
        }
        return tallies.byStep();
    }

    @Override
    public boolean hasOpen(String source) {
        return StorableText.is(source) && database.read(session -> sql.hasOpen(session, source));
    }

    @Override
    public List<OutboxEntry> page(String source, @Nullable SendKey after, int limit) {
        if (!StorableText.is(source) || (after != null && !OutboxRow.isStorable(after))) {
            return List.of();
        }
        return database.read(session -> sql.page(session, source, after, limit));
    }

    private @Nullable Long leaseNow() {
        return leaseClock == null ? null : (Long) Micros.of(leaseClock.instant());
    }

    private <T> T write(SqlFunction<Session, T> work) {
        return sql.isOneStatement() ? database.writeOne(work) : database.write(work);
    }
}
