package dev.hato.testkit;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.StepTally;
import dev.hato.delivery.Tally;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An outbox whose lease clock is set to the time that each call speaks of, as if it was that time for everybody. */
final class ClockedOutbox implements Outbox {
    private final Outbox outbox;
    private final MovableClock clock;

    ClockedOutbox(Outbox outbox, MovableClock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public List<OutboxEntry> add(List<OutboxEntry> entries) {
        return outbox.add(entries);
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        clock.set(request.now());
        return outbox.claim(request);
    }

    @Override
    public Set<SendKey> start(List<Claim> claims, Instant now) {
        clock.set(now);
        return outbox.start(claims, now);
    }

    @Override
    public Set<SendKey> complete(List<Completion> completions) {
        return outbox.complete(completions);
    }

    @Override
    public Set<SendKey> renew(List<Claim> claims, Instant until) {
        return outbox.renew(claims, until);
    }

    @Override
    public Optional<OutboxEntry> find(SendKey key) {
        return outbox.find(key);
    }

    @Override
    public boolean hasOpen(String source) {
        return outbox.hasOpen(source);
    }

    @Override
    public Tally tally(String source) {
        return outbox.tally(source);
    }

    @Override
    public Map<String, StepTally> tallySteps(String source) {
        return outbox.tallySteps(source);
    }

    @Override
    public List<OutboxEntry> page(String source, @Nullable SendKey after, int limit) {
        return outbox.page(source, after, limit);
    }
}
