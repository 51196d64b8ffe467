package dev.hato.contact;

import java.util.Collection;

/** A contact store that this library may write to. */
public interface EditableContactStore extends ContactStore {
    /**
     * Inserts the contact, or replaces the one with the same id, in one atomic step.
     *
     * @return true if it was inserted, false if it replaced one
     * @throws DuplicateAddressException if another contact has the address; nothing is changed then
     */
    boolean save(Contact contact);

    /**
     * Inserts or replaces the contacts, with the result of saving them one by one in this order: one may
     * take an address that one before it gives up.
     *
     * <p>Not atomic by itself: where it throws, any of the contacts may have been saved. In a transaction
     * the throw takes all of them back. The default saves one by one. A store with a round trip to pay
     * should override it.
     *
     * @param contacts no id twice
     * @throws DuplicateAddressException if a contact outside, or one before it, has the address of one of them
     */
    default void saveAll(Collection<Contact> contacts) {
        contacts.forEach(this::save);
    }

    /**
     * Removes the contact. Repeating it is harmless.
     *
     * @return whether it was there
     */
    boolean remove(ContactId id);
}
