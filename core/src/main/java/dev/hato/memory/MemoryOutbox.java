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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The outbox in memory. The content of a mail that has ended is dropped. */
final class MemoryOutbox implements Outbox {
    private static final Comparator<OutboxRow> FIRST_TO_END = Comparator.<OutboxRow, Instant>comparing(
                    row -> Objects.requireNonNull(row.entry.lease()).until())
            .thenComparingLong(row -> row.number);

    private final MemoryState state;
    private final Map<String, SourceRows> sources = new HashMap<>();
    private final TreeSet<OutboxRow> leased = new TreeSet<>(FIRST_TO_END);
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
        SourceRows source = sources.computeIfAbsent(entry.mail().key().source(), name -> new SourceRows());
        OutboxRow known = source.byKey.get(entry.mail().key());
        if (known != null) {
            return known.entry;
        }
        OutboxRow row = new OutboxRow(rows++, entry);
        source.byKey.add(row.key(), row);
        index(source, row);
        state.onRollback(() -> {
            unindex(source, row);
            source.byKey.remove(row.key());
        });
        return entry;
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        return state.write(() -> {
            List<OutboxRow> chosen = new ArrayList<>();
            SendKey only = request.only();
            if (only != null) {
                OutboxRow row = row(only);
                if (row != null && isClaimable(row.entry, request.now())) {
                    chosen.add(row);
                }
            } else {
                choose(request, chosen);
            }
            return chosen.stream().map(row -> claim(row, request)).toList();
        });
    }

    private void choose(ClaimRequest request, List<OutboxRow> chosen) {
        for (OutboxRow row : leased) {
            if (chosen.size() == request.limit() || !isClaimable(row.entry, request.now())) {
                break;
            }
            if (!request.held().contains(row.key().source())) {
                chosen.add(row);
            }
        }
        List<SourceRows> due = sources.entrySet().stream()
                .filter(entry -> !request.held().contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(source -> !source.waiting.isEmpty() && isClaimable(source.waiting.first().entry, request.now()))
                .sorted(Comparator.<SourceRows>comparingInt(source ->
                                -source.waiting.first().entry.mail().kind().priority())
                        .thenComparing(source -> source.waiting.first().due()))
                .toList();
        for (SourceRows source : due) {
            for (OutboxRow row : source.waiting) {
                if (chosen.size() == request.limit() || !isClaimable(row.entry, request.now())) {
                    break;
                }
                chosen.add(row);
            }
        }
    }

    private static boolean isClaimable(OutboxEntry entry, Instant now) {
        Lease lease = entry.lease();
        if (lease != null) {
            return !lease.until().isAfter(now);
        }
        return entry.state().isOpen() && !entry.progress().at().isAfter(now);
    }

    private Claim claim(OutboxRow row, ClaimRequest request) {
        OutboxEntry before = row.entry;
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
        replace(row, new OutboxEntry(before.mail(), claimed, lease));
        return new Claim(before.mail(), claimed, lease.fence());
    }

    @Override
    public Set<SendKey> start(List<Claim> claims, Instant now) {
        return state.write(() -> {
            Set<SendKey> started = new HashSet<>();
            for (Claim claim : claims) {
                OutboxRow row = held(claim);
                Lease lease = row == null ? null : row.entry.lease();
                if (row != null && lease != null && lease.until().isAfter(now)) {
                    replace(row, with(row.entry, new Lease(lease.owner(), lease.fence(), lease.until(), true)));
                    started.add(claim.key());
                }
            }
            return started;
        });
    }

    @Override
    public Set<SendKey> complete(List<Completion> completions) {
        return state.write(() -> {
            Set<SendKey> recorded = new HashSet<>();
            for (Completion completion : completions) {
                OutboxRow row = held(completion.claim());
                if (row != null) {
                    boolean over = !completion.progress().state().isOpen();
                    PlannedMail mail = over ? withoutContent(row.entry.mail()) : row.entry.mail();
                    replace(row, new OutboxEntry(mail, completion.progress(), null));
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
     * one whose send has begun as unknown, so that what is heard of it later is not recorded. Every mail is looked at: people are erased seldom.
     */
    boolean forget(ContactId contact) {
        boolean changed = false;
        for (SourceRows source : sources.values()) {
            for (OutboxRow row : source.byKey.values()) {
                OutboxEntry next = row.entry.mail().contact().equals(contact) ? forgotten(row.entry) : row.entry;
                if (!next.equals(row.entry)) {
                    replace(row, next);
                    changed = true;
                }
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
                OutboxRow row = held(claim);
                Lease lease = row == null ? null : row.entry.lease();
                if (row != null && lease != null) {
                    replace(row, with(row.entry, new Lease(lease.owner(), lease.fence(), until, lease.started())));
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
            return Optional.ofNullable(row == null ? null : row.entry);
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
            return known == null ? List.of() : known.byKey.page(after, limit, row -> row.entry);
        });
    }

    private @Nullable OutboxRow row(SendKey key) {
        SourceRows source = sources.get(key.source());
        return source == null ? null : source.byKey.get(key);
    }

    /** Returns the claim's row if the claim is still the last one. */
    private @Nullable OutboxRow held(Claim claim) {
        OutboxRow row = row(claim.key());
        Lease lease = row == null ? null : row.entry.lease();
        return lease != null && lease.fence() == claim.fence() ? row : null;
    }

    private static OutboxEntry with(OutboxEntry entry, Lease lease) {
        return new OutboxEntry(entry.mail(), entry.progress(), lease);
    }

    private void replace(OutboxRow row, OutboxEntry next) {
        SourceRows source = Objects.requireNonNull(sources.get(row.key().source()));
        OutboxEntry before = row.entry;
        write(source, row, next);
        state.onRollback(() -> write(source, row, before));
    }

    private void write(SourceRows source, OutboxRow row, OutboxEntry next) {
        Lease lease = row.entry.lease();
        Lease nextLease = next.lease();
        if (lease != null
                && nextLease != null
                && lease.until().equals(nextLease.until())
                && row.entry.progress().equals(next.progress())) {
            row.entry = next; // a send begins: the row keeps its place
            return;
        }
        unindex(source, row);
        row.entry = next;
        index(source, row);
    }

    private void index(SourceRows source, OutboxRow row) {
        source.count(row.entry, 1);
        if (row.entry.lease() != null) {
            leased.add(row);
        } else if (row.entry.state().isOpen()) {
            source.waiting.add(row);
        }
    }

    private void unindex(SourceRows source, OutboxRow row) {
        source.count(row.entry, -1);
        if (row.entry.lease() != null) {
            leased.remove(row);
        } else {
            source.waiting.remove(row);
        }
    }
}
