package dev.hato.jdbc;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.delivery.AdmittingStores;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.SendKey;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Stores of which the test sees which mails they admitted by themselves. */
final class WatchedStores implements AdmittingStores {
    private final JdbcStores stores;
    private final Set<SendKey> admitted = ConcurrentHashMap.newKeySet();

    WatchedStores(JdbcStores stores) {
        this.stores = stores;
    }

    /** Returns the recipients of the mails that were admitted. */
    List<String> admitted() {
        return admitted.stream()
                .map(key -> key.contact() == null ? key.step() : key.contact().value())
                .sorted()
                .toList();
    }

    /** Returns stores that cannot admit anything. */
    static Stores reading(JdbcStores stores) {
        return new Reading(stores);
    }

    @Override
    public Map<ContactId, Recipient> recipients(Collection<ContactId> ids) {
        return stores.recipients(ids);
    }

    @Override
    public Set<SendKey> exchange(List<Outcome> outcomes, List<Beginning> beginnings) {
        Set<SendKey> recorded = stores.exchange(outcomes, beginnings);
        beginnings.stream()
                .map(beginning -> beginning.claim().key())
                .filter(recorded::contains)
                .forEach(admitted::add);
        return recorded;
    }

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
        return stores.outbox();
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
        return stores.inTransaction(tx -> work.apply(this));
    }

    private record Reading(JdbcStores stores) implements Stores {
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
            return stores.outbox();
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
            return stores.inTransaction(tx -> work.apply(this));
        }
    }
}
