package dev.hato.memory;

import dev.hato.consent.ConsentStore;
import dev.hato.contact.EditableContactStore;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;

/** All stores in memory, over one set of rows. Safe for use by several threads. */
public final class MemoryStores {
    private final MemoryState state = new MemoryState();
    private final Rows rows = new Rows();
    private final EditableContactStore contacts = new MemoryContactStore(state, rows);
    private final ConsentStore consents = new MemoryConsentStore(state, rows);
    private final EventStore events = new MemoryEventStore(state, rows);
    private final SegmentSelector selector = new MemorySelector(state, rows);

    private MemoryStores() {}

    /** Returns new, empty stores. */
    public static MemoryStores create() {
        return new MemoryStores();
    }

    /** Returns the contacts. */
    public EditableContactStore contacts() {
        return contacts;
    }

    /** Returns subscriptions and address statuses. */
    public ConsentStore consents() {
        return consents;
    }

    /** Returns the events. */
    public EventStore events() {
        return events;
    }

    /** Returns the selector over these stores. */
    public SegmentSelector selector() {
        return selector;
    }
}
