package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an outbox must say, told mail by mail: it follows the answers where the outbox has a choice, and refuses them
 * where it has none. One choice is left to the outbox beside its contract: a mail that is not renewed may be held as
 * long as one that was claimed by the same call and is.
 */
final class OutboxModel {
    /** A mail as it stands. */
    private static final class Life {
        private final PlannedMail mail;
        private Progress progress;
        private @Nullable Lease lease;

        /** Which claim holds it, and until when at the latest. */
        private long call;

        private Instant latest = Instant.MIN;
        private boolean erased;

        Life(OutboxEntry entry) {
            this.mail = entry.mail();
            this.progress = entry.progress();
        }

        boolean isOpen() {
            return progress.state().isOpen();
        }

        boolean isHeldBy(Claim claim) {
            return lease != null && lease.fence() == claim.fence();
        }

        /** Returns whether it may be claimed. */
        boolean isFree(Instant now) {
            return isOpen()
                    && (lease == null
                            ? !progress.at().isAfter(now)
                            : !lease.until().isAfter(now));
        }

        /** Returns whether it must be claimed, if there is room. */
        boolean isDue(Instant now) {
            return isFree(now) && (lease == null || !latest.isAfter(now));
        }

        void become(Progress next) {
            progress = next;
            lease = null;
        }
    }

    private final Map<SendKey, Life> lives = new TreeMap<>();
    private final Map<String, List<Progress>> deleted = new HashMap<>();
    private long lastFence;
    private long calls;

    Set<SendKey> keys() {
        return lives.keySet();
    }

    boolean hasOpen() {
        return lives.values().stream().anyMatch(Life::isOpen);
    }

    /** Takes in what was added, and refuses an answer that is not what is there. */
    void added(List<OutboxEntry> entries, List<OutboxEntry> answer) {
        assertThat(answer).hasSameSizeAs(entries);
        for (int i = 0; i < entries.size(); i++) {
            OutboxEntry entry = entries.get(i);
            Life life = lives.computeIfAbsent(entry.mail().key(), key -> new Life(entry));
            assertThatIs(answer.get(i), life);
        }
    }

    /** Takes in what was claimed. */
    void claimed(ClaimRequest request, List<Claim> claims) {
        Instant now = request.now();
        assertThat(claims).hasSizeLessThanOrEqualTo(request.limit());
        Set<SendKey> taken = new HashSet<>();
        int lowest = Integer.MAX_VALUE;
        long fence = lastFence;
        for (Claim claim : claims) {
            Life life = Objects.requireNonNull(lives.get(claim.key()), () -> claim + " is of nothing");
            assertThat(taken.add(claim.key())).as("%s once", claim).isTrue();
            assertThat(life.isFree(now)).as("%s is free at %s", claim, now).isTrue();
            assertThat(request.held()).doesNotContain(claim.key().source());
            assertThat(request.only() == null || claim.key().equals(request.only()))
                    .isTrue();
            assertThat(claim.mail()).isEqualTo(life.mail);
            assertThat(claim.progress()).isEqualTo(claimed(life));
            assertThat(claim.fence()).isGreaterThan(lastFence);
            fence = Math.max(fence, claim.fence());
            lowest = Math.min(lowest, claim.mail().kind().priority());
        }
        for (Life life : lives.values()) {
            SendKey key = life.mail.key();
            boolean wanted = request.only() == null || key.equals(request.only());
            if (wanted && life.isDue(now) && !request.held().contains(key.source()) && !taken.contains(key)) {
                assertThat(claims).as("%s is due", key).isNotEmpty();
                assertThat(life.mail.kind().priority()).as("%s waits", key).isLessThanOrEqualTo(lowest);
            }
        }
        calls++;
        for (Claim claim : claims) {
            Life life = life(claim);
            life.progress = claim.progress();
            life.lease = new Lease(request.owner(), claim.fence(), request.until(), false);
            life.call = calls;
            life.latest = request.until();
        }
        lastFence = fence;
    }

    private static Progress claimed(Life life) {
        Progress before = life.progress;
        boolean doubt = before.uncertain() || (life.lease != null && life.lease.started());
        return new Progress(MailState.CLAIMED, before.at(), before.attempts(), doubt, null, before.detail());
    }

    private Life life(Claim claim) {
        return Objects.requireNonNull(lives.get(claim.key()));
    }

    private boolean holds(Claim claim) {
        Life life = lives.get(claim.key());
        return life != null && life.isHeldBy(claim);
    }

    /** Takes in which sends have begun; where some may be left to the engine, those that are left out are not missed. */
    void started(Collection<Claim> claims, Instant now, Set<SendKey> answer, boolean all) {
        for (Claim claim : claims) {
            boolean begun = answer.contains(claim.key());
            if (!holds(claim) || !life(claim).latest.isAfter(now)) {
                assertThat(begun).as("%s begins, which does not hold", claim).isFalse();
            } else if (all && Objects.requireNonNull(life(claim).lease).until().isAfter(now)) {
                assertThat(begun).as("%s begins", claim).isTrue();
            }
            if (begun) {
                Lease lease = Objects.requireNonNull(life(claim).lease);
                life(claim).lease = new Lease(lease.owner(), lease.fence(), lease.until(), true);
            }
        }
    }

    /** Takes in what has become of mails; where some may be left to the engine, they are not missed. */
    void completed(Collection<Completion> completions, Set<SendKey> answer, boolean all) {
        for (Completion completion : completions) {
            Claim claim = completion.claim();
            boolean recorded = answer.contains(claim.key());
            assertThat(!recorded || holds(claim)).as("%s is not stale", claim).isTrue();
            assertThat(recorded || !all || !holds(claim))
                    .as("%s is recorded", claim)
                    .isTrue();
            if (recorded) {
                life(claim).become(completion.progress());
            }
        }
    }

    /** Takes in which leases were lengthened. */
    void renewed(Collection<Claim> claims, Instant until, Set<SendKey> answer) {
        Set<Long> of = new HashSet<>();
        for (Claim claim : claims) {
            assertThat(answer.contains(claim.key())).as("%s is renewed", claim).isEqualTo(holds(claim));
            if (holds(claim)) {
                Life life = life(claim);
                Lease lease = Objects.requireNonNull(life.lease);
                life.lease = new Lease(lease.owner(), lease.fence(), until, lease.started());
                of.add(life.call);
            }
        }
        for (Life life : lives.values()) {
            if (life.lease != null && of.contains(life.call) && life.latest.isBefore(until)) {
                life.latest = until;
            }
        }
    }

    /** Takes in that a contact was erased. */
    void erased(ContactId contact) {
        for (Life life : lives.values()) {
            if (life.mail.contact().equals(contact)) {
                Progress before = life.progress;
                boolean begun = life.lease != null && life.lease.started();
                MailState state = !life.isOpen() ? before.state() : begun ? MailState.UNKNOWN : MailState.EXCLUDED;
                ExclusionReason reason = life.isOpen() && !begun ? ExclusionReason.CONTACT_REMOVED : before.reason();
                life.erased |= life.isOpen();
                life.become(new Progress(state, before.at(), before.attempts(), before.uncertain(), reason, ""));
            }
        }
    }

    /** Takes in that what ended before this time was deleted, and returns how many mails that is. */
    long deleted(Instant before) {
        List<Life> old = new ArrayList<>(lives.values());
        old.removeIf(life -> life.isOpen() || life.erased || !life.progress.at().isBefore(before));
        for (Life life : old) {
            deleted.computeIfAbsent(life.mail.key().source(), source -> new ArrayList<>())
                    .add(life.progress);
            lives.remove(life.mail.key());
        }
        return old.size();
    }

    /** Asserts that the outbox says the same, however it is asked. */
    void assertThatIsSaidBy(Outbox outbox) {
        Map<String, List<Life>> sources = new TreeMap<>();
        deleted.keySet().forEach(source -> sources.put(source, new ArrayList<>()));
        lives.forEach((key, life) -> sources.computeIfAbsent(key.source(), source -> new ArrayList<>())
                .add(life));
        sources.forEach((source, of) -> {
            List<OutboxEntry> page = outbox.page(source, null, 1_000);
            assertThat(page).hasSameSizeAs(of);
            List<Progress> all = new ArrayList<>(deleted.getOrDefault(source, List.of()));
            for (int i = 0; i < of.size(); i++) {
                assertThatIs(page.get(i), of.get(i));
                all.add(of.get(i).progress);
            }
            assertThat(outbox.tally(source)).isEqualTo(tally(all));
            assertThat(outbox.hasOpen(source)).isEqualTo(of.stream().anyMatch(Life::isOpen));
            if (!of.isEmpty()) {
                Life one = of.get((int) (lastFence % of.size()));
                assertThatIs(outbox.find(one.mail.key()).orElseThrow(), one);
            }
        });
    }

    private static Tally tally(List<Progress> all) {
        Map<MailState, Long> states = new HashMap<>();
        Map<ExclusionReason, Long> excluded = new HashMap<>();
        for (Progress progress : all) {
            states.merge(progress.state(), 1L, Long::sum);
            ExclusionReason reason = progress.reason();
            if (reason != null) {
                excluded.merge(reason, 1L, Long::sum);
            }
        }
        return new Tally(states, excluded);
    }

    private static void assertThatIs(OutboxEntry entry, Life life) {
        assertThat(entry.mail()).isEqualTo(life.mail);
        Progress progress = entry.progress();
        Instant at = life.erased ? progress.at() : life.progress.at(); // by the database's clock
        Progress told = life.progress;
        assertThat(progress)
                .as("%s", life.mail.key())
                .isEqualTo(new Progress(
                        told.state(), at, told.attempts(), told.uncertain(), told.reason(), told.detail()));
        Lease lease = entry.lease();
        if (lease != null && life.lease != null) {
            assertThat(lease.until()).isBetween(life.lease.until(), life.latest);
            lease = new Lease(lease.owner(), lease.fence(), life.lease.until(), lease.started());
        }
        assertThat(lease).as("%s", life.mail.key()).isEqualTo(life.lease);
    }
}
