package dev.hato.contact;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where contacts are read from: small enough to implement over a host's own customer table, which
 * may be read-only. A store that can also be written to is an {@link EditableContactStore}.
 *
 * <p>Implementations are safe for use by several threads. A broken store throws an unchecked
 * exception of its own; it never answers "not there" instead.
 */
public interface ContactStore {
    /** Returns the contact with this id, or empty if there is none. */
    Optional<Contact> find(ContactId id);

    /** Returns the contact whose address equals this one in the sense of {@link EmailAddress#equals}. */
    Optional<Contact> findByAddress(EmailAddress address);

    /**
     * Returns the contacts with these ids; ids without a contact are left out.
     *
     * <p>The default asks one by one. A store with a round trip to pay should override it.
     */
    default Map<ContactId, Contact> findAll(Collection<ContactId> ids) {
        Map<ContactId, Contact> found = new LinkedHashMap<>();
        for (ContactId id : ids) {
            find(id).ifPresent(contact -> found.put(id, contact));
        }
        return found;
    }

    /**
     * Returns the contacts with these addresses, compared as {@link #findByAddress} does, each under the
     * address that was asked for; addresses without a contact are left out.
     *
     * <p>The default asks one by one. A store with a round trip to pay should override it.
     */
    default Map<EmailAddress, Contact> findAllByAddress(Collection<EmailAddress> addresses) {
        Map<EmailAddress, Contact> found = new LinkedHashMap<>();
        for (EmailAddress address : addresses) {
            findByAddress(address).ifPresent(contact -> found.put(address, contact));
        }
        return found;
    }

    /**
     * Returns up to {@code limit} contacts whose ids follow {@code after}, in a fixed order of the
     * store's own; an empty list means the end.
     *
     * <p>Contacts added or removed while somebody pages may be seen or not; the others are each seen
     * exactly once.
     *
     * @param after the last id of the previous page, or null for the first page
     */
    List<Contact> page(@Nullable ContactId after, int limit);

    /** Returns the number of contacts. */
    long count();
}
