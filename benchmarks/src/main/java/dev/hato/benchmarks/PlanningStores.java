package dev.hato.benchmarks;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactStore;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Tally;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores whose outbox takes mails and gives none out: a dispatcher on them plans deliveries and sends nothing. */
record PlanningStores(Stores stores) implements Stores {
    @Override
    public ContactStore contacts() {
        return stores.contacts();
    }

    @Override
    public ConsentStore consents() {
        return stores.consents();
    }

    @Override
    public EventStore events() {
        return stores.events();
    }

    @Override
    public Outbox outbox() {
        return new Unclaimed(stores.outbox());
    }

    @Override
    public DeliveryStore deliveries() {
        return stores.deliveries();
    }

    @Override
    public SegmentSelector selector() {
        return stores.selector();
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return stores.inTransaction(inner -> work.apply(new PlanningStores(inner)));
    }

    private record Unclaimed(Outbox outbox) implements Outbox {
        @Override
        public List<OutboxEntry> add(List<OutboxEntry> entries) {
            return outbox.add(entries);
        }

        @Override
        public List<Claim> claim(ClaimRequest request) {
            return List.of();
        }

        @Override
        public Set<SendKey> start(List<Claim> claims, Instant now) {
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
        public Tally tally(String source) {
            return outbox.tally(source);
        }

        @Override
        public List<OutboxEntry> page(String source, @Nullable SendKey after, int limit) {
            return outbox.page(source, after, limit);
        }
    }
}
