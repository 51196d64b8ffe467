package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.contact;
import static dev.hato.jdbc.AlikeMails.deferred;
import static dev.hato.jdbc.AlikeMails.ended;
import static dev.hato.jdbc.AlikeMails.givenBack;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.singles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Workers of two nodes that race for alike mails on a clock that jumps: they die with what they have claimed, freeze,
 * begin, renew and end a part of it, while contacts are erased and the same plan is added again.
 */
final class OutboxRaces {
    private static final int WORKERS = 5;
    private static final int MAILS = 800;
    private static final int SINGLES = 50;
    private static final int[] LIMITS = {1, 7, 30, 64, 100};

    private final AlikeMails mails;
    private final Set<SendKey> over = ConcurrentHashMap.newKeySet();
    private final Map<SendKey, Long> sends = new ConcurrentHashMap<>();
    private final Map<SendKey, Long> fences = new ConcurrentHashMap<>();
    private final AtomicBoolean planned = new AtomicBoolean();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    OutboxRaces(AlikeMails mails) {
        this.mails = mails;
    }

    void run() throws Exception {
        mails.outbox().add(group("sale", 0, MAILS));
        mails.outbox().add(singles(SINGLES));
        List<JdbcStores> nodes = List.of(mails.stores(), mails.node());
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS + 1);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                SplittableRandom random = new SplittableRandom(i);
                JdbcStores node = nodes.get(i % 2);
                String owner = "worker-" + i;
                tasks.add(() -> work(node, owner, random));
            }
            tasks.add(() -> {
                try {
                    for (int i = 0; i < MAILS; i += 40) {
                        assertThat(nodes.get(1).eraser().erase(contact(i + 11))).isTrue();
                        nodes.get(0).outbox().add(group("sale", i, i + 100));
                    }
                } finally {
                    planned.set(true);
                }
                return true;
            });
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                assertThat(task.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        work(mails.stores(), "last", new SplittableRandom(WORKERS));
        assertThat(faults).isEmpty();
        Set<SendKey> handedOver = new HashSet<>();
        List<OutboxEntry> entries = new ArrayList<>(mails.pages("delivery:sale", 500));
        assertThat(entries).as("and those beyond, of the last plan").hasSize(MAILS + 60);
        entries.addAll(mails.pages(SendKey.TRANSACTIONAL, 500));
        assertThat(entries)
                .hasSize(MAILS + 60 + SINGLES)
                .noneMatch(entry -> entry.state().isOpen());
        entries.stream()
                .filter(entry -> entry.state() == MailState.HANDED_OVER)
                .forEach(entry -> handedOver.add(entry.mail().key()));
        assertThat(handedOver).isEqualTo(over);
        assertThat(entries.size() - handedOver.size())
                .as("of a contact that was erased, and of no other")
                .isLessThanOrEqualTo(MAILS / 40 + 2);
    }

    private boolean work(JdbcStores node, String owner, SplittableRandom random) {
        int idle = 0;
        while (idle < 40 || !planned.get()) {
            Instant now = mails.now();
            List<Claim> claims = node.outbox()
                    .claim(ClaimRequest.any(owner, now, now.plus(LEASE), LIMITS[random.nextInt(LIMITS.length)]));
            for (Claim claim : claims) {
                Long before = fences.put(claim.key(), claim.fence());
                if (before != null && before.equals(claim.fence())) {
                    faults.add(claim + " has a fence that was given before");
                }
            }
            idle = claims.isEmpty() ? idle + 1 : 0;
            if (claims.isEmpty()) {
                mails.advance(Duration.ofSeconds(2));
            } else {
                fate(node, claims, random);
            }
        }
        return true;
    }

    private void fate(JdbcStores node, List<Claim> claims, SplittableRandom random) {
        int dice = random.nextInt(100);
        if (dice < 4) {
            return; // dies with all of it
        } else if (dice < 8) {
            mails.advance(LEASE.multipliedBy(2)); // freezes, and wakes up
        } else if (dice < 30) {
            node.outbox().renew(some(claims, random), mails.now().plus(LEASE.multipliedBy(2)));
        }
        List<Claim> beginning = some(claims, random);
        Set<SendKey> begun = dice % 2 == 0
                ? node.outbox().start(beginning, mails.now())
                : node.exchange(List.of(), beginnings(beginning));
        List<Completion> outcomes = new ArrayList<>();
        for (Claim claim : claims) {
            if (begun.contains(claim.key())) {
                long sent = claim.progress().uncertain() ? 0 : sends.merge(claim.key(), 1L, Long::sum);
                if (sent > 1) {
                    faults.add(claim + " was sent before, and nobody said so");
                }
                int fate = random.nextInt(20);
                if (fate < 2) {
                    sends.remove(claim.key());
                    outcomes.add(deferred(claim, mails.now().plusSeconds(5)));
                } else if (fate < 19) {
                    outcomes.add(ended(claim, MailState.HANDED_OVER));
                } // or it dies before it can tell
            } else if (random.nextBoolean()) {
                outcomes.add(givenBack(claim, mails.now()));
            }
        }
        Set<SendKey> recorded = random.nextBoolean()
                ? node.outbox().complete(outcomes)
                : node.exchange(
                        outcomes.stream().map(done -> new Outcome(done, null)).toList(), List.of());
        for (Completion outcome : outcomes) {
            SendKey key = outcome.claim().key();
            boolean ended = outcome.progress().state() == MailState.HANDED_OVER && recorded.contains(key);
            if (ended && !over.add(key)) {
                faults.add(key + " has ended twice");
            }
        }
    }

    private static List<Claim> some(List<Claim> claims, SplittableRandom random) {
        int of = random.nextInt(1, 5);
        return claims.stream().filter(claim -> claim.fence() % 5 < of).toList();
    }

    private static List<Beginning> beginnings(List<Claim> claims) {
        return claims.stream()
                .map(claim -> new Beginning(
                        claim, EmailAddress.of(claim.mail().contact().value() + "@example.jp"), null, null, null))
                .toList();
    }
}
