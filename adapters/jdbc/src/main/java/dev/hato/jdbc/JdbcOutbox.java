package dev.hato.jdbc;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** To come. */
final class JdbcOutbox implements Outbox {
    private final Database database;
    private final @Nullable InstantSource leaseClock;

    JdbcOutbox(Database database, @Nullable InstantSource leaseClock) {
        this.database = database;
        this.leaseClock = leaseClock;
    }

    @Override
    public List<OutboxEntry> add(List<OutboxEntry> entries) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<Claim> claim(ClaimRequest request) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Set<SendKey> start(List<Claim> claims, Instant now) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Set<SendKey> complete(List<Completion> completions) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Set<SendKey> renew(List<Claim> claims, Instant until) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Tally tally(String source) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<OutboxEntry> page(String source, @Nullable SendKey after, int limit) {
        throw new UnsupportedOperationException("to come");
    }
}
