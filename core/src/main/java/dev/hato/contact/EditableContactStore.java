package dev.hato.contact;

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
     * Removes the contact. Repeating it is harmless.
     *
     * @return whether it was there
     */
    boolean remove(ContactId id);
}
