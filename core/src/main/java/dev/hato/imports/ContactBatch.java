package dev.hato.imports;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The contacts that a batch of rows is about: read together, changed here row by row, written together.
 *
 * <p>Lives within one transaction; what it does not know was not asked for when it was made.
 */
final class ContactBatch {
    private final EditableContactStore store;
    private final Map<ContactId, Contact> byId = new HashMap<>();
    private final Map<EmailAddress, Contact> byAddress = new HashMap<>();
    private final Map<ContactId, Contact> unsaved = new LinkedHashMap<>();
    private boolean writesThrough;

    /** Reads the contacts with these ids and with these addresses. */
    ContactBatch(EditableContactStore store, Collection<ContactId> ids, Collection<EmailAddress> addresses) {
        this.store = store;
        if (!ids.isEmpty()) {
            store.findAll(ids).values().forEach(this::know);
        }
        store.findAllByAddress(addresses).values().forEach(this::know);
    }

    private void know(Contact contact) {
        byId.put(contact.id(), contact);
        byAddress.put(contact.address(), contact);
    }

    /** Writes each contact at once from now on. */
    void writeThrough() {
        writesThrough = true;
    }

    /** Returns the ids of the contacts that were found or saved so far. */
    Set<ContactId> known() {
        return byId.keySet();
    }

    @Nullable Contact find(ContactId id) {
        return byId.get(id);
    }

    @Nullable Contact findByAddress(EmailAddress address) {
        return byAddress.get(address);
    }

    /** Inserts or replaces the contact at the next {@link #flush}, which may come at once. */
    void save(Contact contact) {
        Contact before = byId.get(contact.id());
        Contact waiting = unsaved.get(contact.id());
        if (waiting != null && !waiting.address().equals(contact.address())) {
            flush(); // another contact may have taken one of its addresses in between
        }
        if (before != null) {
            byAddress.remove(before.address());
        }
        know(contact);
        unsaved.put(contact.id(), contact);
        if (writesThrough) {
            flush();
        }
    }

    /** Writes what was saved since the last time. */
    void flush() {
        if (!unsaved.isEmpty()) {
            List<Contact> all = new ArrayList<>(unsaved.values());
            unsaved.clear();
            store.saveAll(all);
        }
    }
}
