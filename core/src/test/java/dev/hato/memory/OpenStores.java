package dev.hato.memory;

import dev.hato.consent.ConsentStore;
import dev.hato.contact.EditableContactStore;
import dev.hato.event.EventStore;
import java.util.function.Supplier;

/** Gives tests of other packages the stores in memory, with a shared transaction. */
public final class OpenStores {
    private final MemoryState state = new MemoryState();
    private final Rows rows = new Rows();
    private final MemoryContactStore contacts = new MemoryContactStore(state, rows);
    private final MemoryConsentStore consents = new MemoryConsentStore(state, rows);
    private final MemoryEventStore events = new MemoryEventStore(state, rows);

    public EditableContactStore contacts() {
        return contacts;
    }

    public ConsentStore consents() {
        return consents;
    }

    public EventStore events() {
        return events;
    }

    public <T> T transaction(Supplier<T> work) {
        return state.transaction(work);
    }
}
