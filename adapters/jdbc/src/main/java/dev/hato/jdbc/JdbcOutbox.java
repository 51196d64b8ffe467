package dev.hato.jdbc;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outbox in a database. Leases end by the database's clock, which all nodes share; what is due goes by the
 * caller's. The content of a mail that has ended is dropped.
 */
final class JdbcOutbox implements Outbox {
    /** What a server said is kept up to so many characters. */
    private static final int LONGEST_DETAIL = 4_000;

    /** How often rows that vanish between two statements are added again. */
    private static final int ADD_ATTEMPTS = 5;

    private static final String FIND = "select " + OutboxRow.COLUMNS + """

            from {outbox} o where o.source = ? and o.step = ? and o.contact = ? and o.occurrence = ?
            """;

    private static final String TALLY = """
            select o.state, case when o.fence is null then 0 else 1 end, o.reason, count(*)
            from {outbox} o where o.source = ?
            group by o.state, case when o.fence is null then 0 else 1 end, o.reason
            """;

    private static final String FIRST_PAGE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o where o.source = ?
            order by o.step, o.contact, o.occurrence limit ?
            """;

    private static final String NEXT_PAGE = "select " + OutboxRow.COLUMNS + """

            from {outbox} o where o.source = ? and (o.step, o.contact, o.occurrence) > (?, ?, ?)
            order by o.step, o.contact, o.occurrence limit ?
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
        return database.write(session -> {
            for (int attempt = 1; ; attempt++) {
                if (sql.add(session, sorted) == entries.size()) {
                    return List.copyOf(entries);
                }
                Map<SendKey, OutboxEntry> present = new HashMap<>();
                for (OutboxEntry entry : sql.find(session, keys(sorted))) {
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
                            + " of them are refused as present and are not to be found; their keys are there twice, or "
                            + "somebody deletes rows at the same time.");
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
        StoredText.require("Send key occurrence", entry.mail().key().occurrence());
        StoredText.require("Fingerprint", entry.mail().fingerprint());
        StoredText.require("Detail", entry.progress().detail());
    }

    private static Rows keys(List<OutboxEntry> entries) {
        Rows keys = new Rows(entries.size());
        for (OutboxEntry entry : entries) {
            SendKey key = entry.mail().key();
            keys.add(key.source(), key.step(), OutboxRow.contact(key), key.occurrence());
        }
        return keys;
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        StoredText.require("Owner", request.owner());
        if (request.only() != null && !OutboxRow.isStorable(request.only())) {
            return List.of();
        }
        Long leaseNow = leaseNow();
        return database.write(session -> sql.claim(session, request, leaseNow)).stream()
                .map(OutboxRow::claim)
                .toList();
    }

    @Override
    public Set<SendKey> start(List<Claim> claims, Instant now) {
        Long leaseNow = leaseNow();
        return held(claims, (session, rows) -> sql.start(session, rows, leaseNow));
    }

    @Override
    public Set<SendKey> renew(List<Claim> claims, Instant until) {
        return held(claims, (session, rows) -> sql.renew(session, rows, Micros.of(until)));
    }

    private interface Change {
        BitSet apply(Session session, Rows rows) throws java.sql.SQLException;
    }

    private Set<SendKey> held(List<Claim> claims, Change change) {
        if (claims.isEmpty()) {
            return Set.of();
        }
        List<Claim> sorted = new ArrayList<>(claims);
        sorted.sort(Comparator.comparing(Claim::key));
        Rows rows = new Rows(sorted.size());
        for (Claim claim : sorted) {
            SendKey key = claim.key();
            rows.add((long) rows.size(), key.source(), key.step(), OutboxRow.contact(key), key.occurrence(), claim.fence());
        }
        BitSet positions = database.write(session -> change.apply(session, rows));
        Set<SendKey> keys = new HashSet<>();
        positions.stream().forEach(position -> keys.add(sorted.get(position).key()));
        return keys;
    }

    @Override
    public Set<SendKey> complete(List<Completion> completions) {
        if (completions.isEmpty()) {
            return Set.of();
        }
        List<Completion> sorted = new ArrayList<>(completions);
        sorted.sort(Comparator.comparing(completion -> completion.claim().key()));
        Rows rows = new Rows(sorted.size());
        for (Completion completion : sorted) {
            SendKey key = completion.claim().key();
            OutboxEntry.Progress progress = completion.progress();
            rows.add(
                    (long) rows.size(),
                    key.source(),
                    key.step(),
                    OutboxRow.contact(key),
                    key.occurrence(),
                    completion.claim().fence(),
                    OutboxCodes.code(progress.state()),
                    Micros.of(progress.at()),
                    (long) progress.attempts(),
                    progress.uncertain(),
                    OutboxCodes.code(progress.reason()),
                    StoredText.readable(progress.detail(), LONGEST_DETAIL));
        }
        BitSet positions = database.write(session -> sql.complete(session, rows));
        Set<SendKey> keys = new HashSet<>();
        positions.stream().forEach(position -> keys.add(sorted.get(position).claim().key()));
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
        Map<MailState, Long> states = new EnumMap<>(MailState.class);
        Map<ExclusionReason, Long> excluded = new EnumMap<>(ExclusionReason.class);
        if (!StoredText.isStorable(source)) {
            return new Tally(states, excluded);
        }
        return database.read(session -> {
            session.list(TALLY, parameters -> parameters.text(source), row -> {
                MailState state = row.number(2) == 0 ? OutboxCodes.state(row.number(1)) : MailState.CLAIMED;
                states.merge(state, row.number(4), Long::sum);
                ExclusionReason reason = OutboxCodes.reason(row.numberOrNull(3));
                return reason == null ? 0L : excluded.merge(reason, row.number(4), Long::sum);
            });
            return new Tally(states, excluded);
        });
    }

    @Override
    public List<OutboxEntry> page(String source, @Nullable SendKey after, int limit) {
        if (!StoredText.isStorable(source)) {
            return List.of();
        }
        return database.read(session -> after == null
                ? session.list(
                        FIRST_PAGE,
                        parameters -> parameters.text(source).number(limit),
                        row -> OutboxRow.read(row).entry())
                : session.list(
                        NEXT_PAGE,
                        parameters -> parameters
                                .text(source)
                                .text(after.step())
                                .text(OutboxRow.contact(after))
                                .text(after.occurrence())
                                .number(limit),
                        row -> OutboxRow.read(row).entry()));
    }

    private @Nullable Long leaseNow() {
        return leaseClock == null ? null : (Long) Micros.of(leaseClock.instant());
    }
}
