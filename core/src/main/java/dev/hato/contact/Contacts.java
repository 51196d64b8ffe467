package dev.hato.contact;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The contacts of the engine's store, for the host's use.
 *
 * <p>Thread-safe.
 */
public final class Contacts {
    private static final int PAGE = 1000;

    private final ContactStore store;
    private final ContactEraser eraser;

    /** Works on the store; what writes needs an {@link EditableContactStore}. */
    public Contacts(ContactStore store) {
        this(store, id -> {
            throw new UnsupportedOperationException("Nothing here can erase contact " + id + "; call hato.contacts().");
        });
    }

    /** Works on the store; the eraser knows all stores. */
    public Contacts(ContactStore store, ContactEraser eraser) {
        this.store = Objects.requireNonNull(store, "store");
        this.eraser = Objects.requireNonNull(eraser, "eraser");
    }

    /** Returns the contact with this id, or empty if there is none. */
    public Optional<Contact> find(ContactId id) {
        return store.find(id);
    }

    /**
     * Returns the contact with this address, or empty if there is none.
     *
     * @throws InvalidAddressException if the text is not an address
     */
    public Optional<Contact> findByAddress(String address) {
        return store.findByAddress(EmailAddress.of(address));
    }

    /** Returns the number of contacts. */
    public long count() {
        return store.count();
    }

    /** Calls the action for each contact, page by page, in the store's order. */
    public void forEach(Consumer<? super Contact> action) {
        ContactId after = null;
        while (true) {
            var page = store.page(after, PAGE);
            if (page.isEmpty()) {
                return;
            }
            page.forEach(action);
            after = page.get(page.size() - 1).id();
        }
    }

    /**
     * Inserts the contact, or replaces the one with the same id.
     *
     * @return true if it was inserted, false if it replaced one
     * @throws DuplicateAddressException if another contact has the address; it names that contact
     * @throws UnsupportedOperationException if the store is read-only
     */
    public boolean save(Contact contact) {
        return editable("save").save(contact);
    }

    /**
     * Removes the contact; its consent history stays. Repeating it is harmless. For a person who wishes to be
     * forgotten call {@link #erase} instead, and not afterwards: it needs the address to remember opt-outs.
     *
     * @return whether it was there
     * @throws UnsupportedOperationException if the store is read-only
     */
    public boolean remove(ContactId id) {
        return editable("remove").remove(id);
    }

    /**
     * Erases the contact with all its data on its wish, see {@link ContactEraser#erase}; opt-outs and blocks outlive
     * it as a keyed hash.
     *
     * @return whether anything was there to erase; a contact in a table that only the host may write to is found until
     *     the host deletes its row, which it does afterwards
     * @throws UnsupportedOperationException if the stores cannot erase
     * @throws IllegalStateException if the stores have no key for the hash
     */
    public boolean erase(ContactId id) {
        return eraser.erase(id);
    }

    private EditableContactStore editable(String act) {
        @Nullable EditableContactStore editable = store instanceof EditableContactStore writable ? writable : null;
        if (editable == null) {
            throw new UnsupportedOperationException("The contacts are read-only here, so Hato cannot " + act
                    + " one; do it in the host's own table, or give Hato an EditableContactStore.");
        }
        return editable;
    }
}
