package dev.hato.tracking.conversion;

import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import dev.hato.event.EventStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records conversions with the events that are some, in one transaction. */
sealed class ConvertingEventStore implements EventStore {
    private static final Logger LOG = LoggerFactory.getLogger(ConvertingEventStore.class);

    private final ConvertingStores owner;
    private final EventStore events;

    ConvertingEventStore(ConvertingStores owner, EventStore events) {
        this.owner = owner;
        this.events = events;
    }

    /** The same over a store from which events can be taken back; their conversions stay. */
    static final class Editable extends ConvertingEventStore implements EditableEventStore {
        private final EditableEventStore editable;

        Editable(ConvertingStores owner, EditableEventStore editable) {
            super(owner, editable);
            this.editable = editable;
        }

        @Override
        public int removeAll(Collection<ContactEvent> removed) {
            return editable.removeAll(removed);
        }
    }

    @Override
    public boolean add(ContactEvent event) {
        return addAll(List.of(event)) > 0;
    }

    /** A conversion is recorded also if the event was known: whoever added it may not have looked at it. */
    @Override
    public int addAll(Collection<ContactEvent> added) {
        List<Conversion> found = added.stream()
                .flatMap(event -> owner.converting().stream()
                        .filter(kind -> kind.include(event))
                        .flatMap(kind -> conversion(kind, event)))
                .toList();
        if (found.isEmpty()) {
            return events.addAll(added);
        }
        return owner.stores().inTransaction(tx -> {
            int count = tx.events().addAll(added);
            Conversions recording = owner.conversions().in(tx);
            found.forEach(recording::record);
            return count;
        });
    }

    private static Stream<Conversion> conversion(ConvertingEvents kind, ContactEvent event) {
        try {
            return Stream.of(kind.conversion(event));
        } catch (IllegalArgumentException e) {
            LOG.warn("An event of type {} is no conversion: {}", event.type(), e.getMessage());
            return Stream.empty();
        }
    }

    @Override
    public List<ContactEvent> find(ContactId contact, String type, Instant from, Instant to) {
        return events.find(contact, type, from, to);
    }

    @Override
    public List<ContactEvent> latest(ContactId contact, int limit) {
        return events.latest(contact, limit);
    }

    @Override
    public long count(String type) {
        return events.count(type);
    }
}
