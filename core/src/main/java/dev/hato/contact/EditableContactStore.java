package dev.hato.contact;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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
     * Inserts those of the contacts whose id and address nobody has, and leaves out the others. It is what an import
     * tries first, since most files bring new contacts.
     *
     * <p>The default looks who is there and saves the others, which another thread may do at the same time. A store with
     * a round trip to pay should override it.
     *
     * @param contacts no id and no address twice
     * @return the ids of those that were inserted
     */
    default Set<ContactId> insertNew(Collection<Contact> contacts) {
        if (contacts.isEmpty()) {
            return Set.of();
        }
        Map<ContactId, Contact> missing = new LinkedHashMap<>();
        Map<EmailAddress, ContactId> ids = new HashMap<>();
        for (Contact contact : contacts) {
            missing.put(contact.id(), contact);
            ids.put(contact.address(), contact.id());
        }
        missing.keySet().removeAll(findAll(missing.keySet()).keySet());
        findAllByAddress(ids.keySet()).keySet().forEach(address -> missing.remove(ids.get(address)));
        saveAll(missing.values());
        return missing.keySet();
    }

    /**
     * Removes the contact. Repeating it is harmless.
     *
     * @return whether it was there
     */
    boolean remove(ContactId id);
}
