package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.SendKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Workers that race for the mails of one outbox on a clock that jumps: some die before they start a
 * send, some after, some freeze past their lease and wake up.
 *
 * <p>A mail counts as sent when a worker's start was allowed. A mail may then be sent again only by a
 * claim that says it is uncertain.
 */
final class OutboxFuzz {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final MovableClock clock;
    private final int workers;
    private final int mails;
    private final AtomicInteger over = new AtomicInteger();
    private final Map<SendKey, AtomicInteger> cleanSends = new ConcurrentHashMap<>();
    private final Set<Long> fences = ConcurrentHashMap.newKeySet();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    OutboxFuzz(Outbox outbox, MovableClock clock, int workers, int mails) {
        this.outbox = outbox;
        this.clock = clock;
        this.workers = workers;
        this.mails = mails;
    }

    void run() throws Exception {
        List<OutboxEntry> batch = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            batch.add(OutboxEntry.planned(StoresContract.mail(SendKey.ofCaller("m" + i), ContactId.of("c" + i))));
            if (batch.size() == 500 || i == mails - 1) {
                outbox.add(batch);
                outbox.add(batch);
                batch.clear();
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                SplittableRandom random = new SplittableRandom(20_260_401L + i);
                String owner = "node-" + i;
                tasks.add(() -> {
                    work(owner, random);
                    return null;
                });
            }
            for (Future<Void> future : threads.invokeAll(tasks)) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(faults).isEmpty();
        assertThat(outbox.tally(SendKey.TRANSACTIONAL).states())
                .as("nothing lost")
                .isEqualTo(Map.of(MailState.HANDED_OVER, (long) mails));
    }

    private Instant now() {
        return clock.instant();
    }

    private void work(String owner, SplittableRandom random) {
        int idle = 0;
        while (over.get() < mails && idle < 200_000) {
            Instant now = now();
            List<Claim> claims = outbox.claim(ClaimRequest.any(owner, now, now.plus(LEASE), 1 + random.nextInt(20)));
            for (Claim claim : claims) {
                fate(claim, random);
            }
            idle = claims.isEmpty() ? idle + 1 : 0;
            if (claims.isEmpty()) {
                clock.advance(Duration.ofSeconds(1));
            }
        }
    }

    private void fate(Claim claim, SplittableRandom random) {
        if (!fences.add(claim.fence())) {
            faults.add(claim.key() + " was claimed under fence " + claim.fence() + ", which was given before");
        }
        int dice = random.nextInt(100);
        if (dice < 3) {
            return; // the node dies before the send
        }
        if (dice < 6) {
            clock.advance(LEASE.multipliedBy(2)); // the node freezes; everybody's time goes on
        }
        if (outbox.start(List.of(claim), now()).isEmpty()) {
            return; // somebody else has it
        }
        if (!claim.progress().uncertain()) {
            int sends = cleanSends
                    .computeIfAbsent(claim.key(), key -> new AtomicInteger())
                    .incrementAndGet();
            if (sends > 1) {
                faults.add(claim.key() + " was sent " + sends + " times without a word of warning");
            }
        }
        if (dice < 9) {
            return; // the node dies between the send and its record
        }
        complete(claim, dice);
    }

    private void complete(Claim claim, int dice) {
        boolean deferred = dice < 20 && claim.progress().attempts() < 3;
        if (deferred) {
            cleanSends.remove(claim.key());
        }
        Progress progress = new Progress(
                deferred ? MailState.DEFERRED : MailState.HANDED_OVER,
                now().plusSeconds(deferred ? 60 : 0),
                claim.progress().attempts() + 1,
                claim.progress().uncertain(),
                null,
                "");
        boolean recorded =
                !outbox.complete(List.of(new Completion(claim, progress))).isEmpty();
        if (recorded && !deferred) {
            over.incrementAndGet();
        }
    }
}
