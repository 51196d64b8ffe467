package dev.hato.jdbc;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The host's contacts with some addresses that it has spelled in a way no index knows. They are looked for once, however
 * many contacts are saved, and only if need be. Used by one thread in one transaction.
 */
final class UnusualAddresses {
    private final HostContactStore store;
    private final List<EmailAddress> addresses;
    private @Nullable Map<EmailAddress, Contact> found;

    UnusualAddresses(HostContactStore store, Collection<Contact> contacts) {
        this.store = store;
        addresses = contacts.stream().map(Contact::address).toList();
    }

    Optional<Contact> find(EmailAddress address) {
        Map<EmailAddress, Contact> known = found;
        if (known == null) {
            known = store.findUnusual(addresses);
            found = known;
        }
        return Optional.ofNullable(known.get(address));
    }

    /** The contact has been saved: its address is spelled as all are. */
    void forget(ContactId id) {
        if (found != null) {
            found.values().removeIf(contact -> contact.id().equals(id));
        }
    }
}
