package dev.hato.memory;

import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contacts in memory, in the order they were first saved. */
final class MemoryContactStore implements EditableContactStore {
    private final MemoryState state;
    private final Rows rows;
    private final Map<String, Row> byAddress = new HashMap<>();
    private final ValuePool pool = new ValuePool();
    private final MemoryConsentStore consents;
    private long count;

    MemoryContactStore(MemoryState state, Rows rows, MemoryConsentStore consents) {
        this.state = state;
        this.rows = rows;
        this.consents = consents;
    }

    @Override
    public Optional<Contact> find(ContactId id) {
        return state.read(() -> {
            Row row = rows.get(id);
            return Optional.ofNullable(row == null ? null : row.contact);
        });
    }

    @Override
    public Optional<Contact> findByAddress(EmailAddress address) {
        return state.read(() -> {
            Row row = byAddress.get(address.key());
            return Optional.ofNullable(row == null ? null : row.contact);
        });
    }

    @Override
    public Map<ContactId, Contact> findAll(Collection<ContactId> ids) {
        return state.read(() -> {
            Map<ContactId, Contact> found = new LinkedHashMap<>(2 * ids.size());
            for (ContactId id : ids) {
                Row row = rows.get(id);
                Contact contact = row == null ? null : row.contact;
                if (contact != null) {
                    found.put(id, contact);
                }
            }
            return found;
        });
    }

    @Override
    public Map<EmailAddress, Contact> findAllByAddress(Collection<EmailAddress> addresses) {
        return state.read(() -> EditableContactStore.super.findAllByAddress(addresses));
    }

    @Override
    public List<Contact> page(@Nullable ContactId after, int limit) {
        return state.read(() -> {
            List<Contact> page = new ArrayList<>(Math.min(limit, 1024));
            List<Row> all = rows.inOrder();
            for (int i = rows.after(after); i < all.size() && page.size() < limit; i++) {
                Contact contact = all.get(i).contact;
                if (contact != null) {
                    page.add(contact);
                }
            }
            return page;
        });
    }

    @Override
    public long count() {
        return state.read(() -> count);
    }

    @Override
    public boolean save(Contact contact) {
        return state.write(() -> {
            Row holder = byAddress.get(contact.address().key());
            if (holder != null && !holder.id.equals(contact.id())) {
                throw new DuplicateAddressException(contact.address(), contact.id(), holder.id);
            }
            Row row = rows.at(contact.id());
            Contact before = row.contact;
            put(row, sharing(contact));
            state.onRollback(() -> put(row, before));
            if (before == null || !before.address().equals(contact.address())) {
                consents.remember(contact);
            }
            return before == null;
        });
    }

    @SuppressWarnings("ReferenceEquality") // the map is its own copy where nothing is shared
    private Contact sharing(Contact contact) {
        AttributeMap shared = contact.attributes().sharing(pool::share);
        return shared == contact.attributes() ? contact : contact.withAttributes(shared);
    }

    @Override
    public void saveAll(Collection<Contact> contacts) {
        state.write(() -> {
            EditableContactStore.super.saveAll(contacts);
            return true;
        });
    }

    @Override
    public boolean remove(ContactId id) {
        return state.write(() -> {
            Row row = rows.get(id);
            Contact before = row == null ? null : row.contact;
            if (row == null || before == null) {
                return false;
            }
            put(row, null);
            state.onRollback(() -> put(row, before));
            return true;
        });
    }

    private void put(Row row, @Nullable Contact contact) {
        Contact before = row.contact;
        if (before != null) {
            byAddress.remove(before.address().key());
            count--;
        }
        row.contact = contact;
        rows.columns().written(row);
        if (contact != null) {
            byAddress.put(contact.address().key(), row);
            count++;
        }
    }
}
