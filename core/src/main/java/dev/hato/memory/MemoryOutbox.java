package dev.hato.memory;

import dev.hato.contact.ContactId;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Lease;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outbox in memory. The content of a mail that has ended is dropped. */
final class MemoryOutbox implements Outbox {
    private final MemoryState state;
    private final Map<String, SourceRows> sources = new HashMap<>();
    private final DueRows<OutboxRow.Live> leased = new DueRows<>();

    /** Those that are leased, of which there are few: found much faster than among all. */
    private final Map<Long, OutboxRow.Live> byFence = new HashMap<>();

    private long rows;
    private long fences;

    MemoryOutbox(MemoryState state) {
        this.state = state;
    }

    @Override
    public List<OutboxEntry> add(List<OutboxEntry> entries) {
        return state.write(() -> {
            List<OutboxEntry> present = new ArrayList<>(entries.size());
            for (OutboxEntry entry : entries) {
                present.add(addLocked(entry));
            }
            return present;
        });
    }

    private OutboxEntry addLocked(OutboxEntry entry) {
        SourceRows source = sources.computeIfAbsent(entry.mail().key().source(), SourceRows::new);
        SendKey key = entry.mail().key();
        OutboxRow known = source.byKey.get(key);
        if (known != null) {
            return known.entry();
        }
        OutboxRow row = new OutboxRow(source, rows++, entry);
        source.byKey.add(key, row);
        index(row, entry);
        state.onRollback(() -> {
            unindex(row, entry);
            source.byKey.remove(key);
        });
        return entry;
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        return state.write(() -> {
            List<OutboxRow.Live> chosen = new ArrayList<>();
            SendKey only = request.only();
            if (only != null) {
                OutboxRow row = row(only);
                OutboxRow.Live live = row == null ? null : row.live();
                if (live != null && isClaimable(live.entry(), request.now())) {
                    chosen.add(live);
                }
            } else {
                choose(request, chosen);
            }
            List<Claim> claims = new ArrayList<>(chosen.size());
            for (OutboxRow.Live live : chosen) {
                claims.add(claim(live.row, live.entry(), request));
            }
            return claims;
        });
    }

    private void choose(ClaimRequest request, List<OutboxRow.Live> chosen) {
        choose(leased, request, chosen);
        List<SourceRows> due = sources.values().stream()
                .filter(source -> !request.held().contains(source.name()))
                .filter(source -> isClaimable(source.waiting.first(), request.now()))
                .sorted(Comparator.<SourceRows>comparingInt(
                                source -> -first(source).entry().mail().kind().priority())
                        .thenComparing(source -> DueRows.at(first(source))))
                .toList();
        for (SourceRows source : due) {
            choose(source.waiting, request, chosen);
        }
    }

    private static void choose(DueRows<OutboxRow.Live> rows, ClaimRequest request, List<OutboxRow.Live> chosen) {
        OutboxRow.Live live = rows.first();
        while (live != null && chosen.size() < request.limit() && isClaimable(live, request.now())) {
            if (!request.held().contains(live.row.source().name())) {
                chosen.add(live);
            }
            live = rows.after(live);
        }
    }

    private static OutboxRow.Live first(SourceRows source) {
        return Objects.requireNonNull(source.waiting.first());
    }

    /** The moments of those that wait, and of those that are leased, are when they can be claimed. */
    private static boolean isClaimable(OutboxRow.@Nullable Live live, Instant now) {
        return live != null && !DueRows.at(live).isAfter(now);
    }

    private static boolean isClaimable(OutboxEntry entry, Instant now) {
        Lease lease = entry.lease();
        if (lease != null) {
            return !lease.until().isAfter(now);
        }
        return entry.state().isOpen() && !entry.progress().at().isAfter(now);
    }

    private Claim claim(OutboxRow row, OutboxEntry before, ClaimRequest request) {
        boolean interrupted = before.lease() != null && before.lease().started();
        Progress progress = before.progress();
        Progress claimed = new Progress(
                MailState.CLAIMED,
                progress.at(),
                progress.attempts(),
                progress.uncertain() || interrupted,
                null,
                progress.detail());
        Lease lease = new Lease(request.owner(), ++fences, request.until(), false);
        replace(row, before, new OutboxEntry(before.mail(), claimed, lease));
        return new Claim(before.mail(), claimed, lease.fence());
    }

    @Override
    public Set<SendKey> start(List<Claim> claims, Instant now) {
        return state.write(() -> {
            Set<SendKey> started = new HashSet<>(2 * claims.size());
            for (Claim claim : claims) {
                OutboxRow.Live live = held(claim);
                Lease lease = live == null ? null : live.entry().lease();
                if (live != null && lease != null && lease.until().isAfter(now)) {
                    Lease begun = new Lease(lease.owner(), lease.fence(), lease.until(), true);
                    replace(live.row, live.entry(), with(live.entry(), begun));
                    started.add(claim.key());
                }
            }
            return started;
        });
    }

    @Override
    public Set<SendKey> complete(List<Completion> completions) {
        return state.write(() -> {
            Set<SendKey> recorded = new HashSet<>(2 * completions.size());
            for (Completion completion : completions) {
                OutboxRow.Live live = held(completion.claim());
                if (live != null) {
                    PlannedMail mail = live.entry().mail();
                    boolean over = !completion.progress().state().isOpen();
                    OutboxEntry next = new OutboxEntry(over ? withoutContent(mail) : mail, completion.progress(), null);
                    replace(live.row, live.entry(), next);
                    recorded.add(completion.claim().key());
                }
            }
            return recorded;
        });
    }

    private static PlannedMail withoutContent(PlannedMail mail) {
        return mail.content() == null
                ? mail
                : new PlannedMail(mail.key(), mail.kind(), mail.contact(), mail.due(), mail.fingerprint(), null);
    }

    /**
     * Drops the content of a contact's mails and ends those that are not over, and returns whether there was any such:
     * one whose send has begun as unknown, so that what is heard of it later is not recorded. Every mail is looked at: people
     * are erased seldom.
     */
    boolean forget(ContactId contact) {
        List<OutboxRow> found = new ArrayList<>();
        for (SourceRows source : sources.values()) {
            source.byKey.each(row -> {
                if (row.contact().equals(contact)) {
                    found.add(row);
                }
            });
        }
        boolean changed = false;
        for (OutboxRow row : found) {
            OutboxEntry before = row.entry();
            OutboxEntry next = forgotten(before);
            if (!next.equals(before)) {
                replace(row, before, next);
                changed = true;
            }
        }
        return changed;
    }

    private static OutboxEntry forgotten(OutboxEntry entry) {
        Progress progress = entry.progress();
        Lease lease = entry.lease();
        boolean open = entry.state().isOpen();
        boolean begun = open && lease != null && lease.started();
        boolean waits = open && !begun;
        return new OutboxEntry(
                withoutContent(entry.mail()),
                new Progress(
                        begun ? MailState.UNKNOWN : waits ? MailState.EXCLUDED : progress.state(),
                        progress.at(),
                        progress.attempts(),
                        progress.uncertain(),
                        waits ? ExclusionReason.CONTACT_REMOVED : progress.reason(),
                        ""),
                open ? null : lease);
    }

    @Override
    public Set<SendKey> renew(List<Claim> claims, Instant until) {
        return state.write(() -> {
            Set<SendKey> renewed = new HashSet<>();
            for (Claim claim : claims) {
                OutboxRow.Live live = held(claim);
                Lease lease = live == null ? null : live.entry().lease();
                if (live != null && lease != null) {
                    Lease longer = new Lease(lease.owner(), lease.fence(), until, lease.started());
                    replace(live.row, live.entry(), with(live.entry(), longer));
                    renewed.add(claim.key());
                }
            }
            return renewed;
        });
    }

    @Override
    public Optional<OutboxEntry> find(SendKey key) {
        return state.read(() -> {
            OutboxRow row = row(key);
            return Optional.ofNullable(row == null ? null : row.entry());
        });
    }

    @Override
    public Tally tally(String source) {
        return state.read(() -> {
            SourceRows known = sources.get(source);
            return known == null ? new Tally(Map.of(), Map.of()) : known.tally();
        });
    }

    @Override
    public List<OutboxEntry> page(String source, @Nullable SendKey after, int limit) {
        return state.read(() -> {
            SourceRows known = sources.get(source);
            return known == null ? List.of() : known.byKey.page(after, limit, OutboxRow::entry);
        });
    }

    private @Nullable OutboxRow row(SendKey key) {
        SourceRows source = sources.get(key.source());
        return source == null ? null : source.byKey.get(key);
    }

    /** Returns the claim's mail if the claim is still the last one. */
    private OutboxRow.@Nullable Live held(Claim claim) {
        OutboxRow.Live live = byFence.get(claim.fence());
        return live != null && live.entry().mail().key().equals(claim.key()) ? live : null;
    }

    private static OutboxEntry with(OutboxEntry entry, Lease lease) {
        return new OutboxEntry(entry.mail(), entry.progress(), lease);
    }

    private void replace(OutboxRow row, OutboxEntry before, OutboxEntry next) {
        OutboxRow.Live live = row.live();
        write(row, live, before, next);
        state.onRollback(() -> write(row, live, next, before));
    }

    private void write(OutboxRow row, OutboxRow.@Nullable Live live, OutboxEntry before, OutboxEntry next) {
        Lease lease = before.lease();
        Lease nextLease = next.lease();
        boolean stays = lease != null
                && nextLease != null
                && lease.until().equals(nextLease.until())
                && before.progress().equals(next.progress()); // a send begins: the row keeps its place
        if (stays) {
            row.write(live, next);
            return;
        }
        unindex(row, before);
        row.write(live, next);
        index(row, next);
    }

    private void index(OutboxRow row, OutboxEntry entry) {
        row.source().count(entry, 1);
        OutboxRow.Live live = row.live();
        Lease lease = entry.lease();
        if (live != null && lease != null) {
            leased.add(lease.until(), live);
            byFence.put(lease.fence(), live);
        } else if (live != null && entry.state().isOpen()) {
            row.source().waiting.add(entry.progress().at(), live);
        }
    }

    private void unindex(OutboxRow row, OutboxEntry entry) {
        row.source().count(entry, -1);
        OutboxRow.Live live = row.live();
        if (live != null) {
            Lease lease = entry.lease();
            (lease == null ? row.source().waiting : leased).remove(live);
            if (lease != null) {
                byFence.remove(lease.fence());
            }
        }
    }
}
