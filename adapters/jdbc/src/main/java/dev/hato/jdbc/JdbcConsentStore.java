package dev.hato.jdbc;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.Subscription;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** To come. */
final class JdbcConsentStore implements ConsentStore {
    private final Database database;

    JdbcConsentStore(Database database) {
        this.database = database;
    }

    @Override
    public Map<ContactId, Subscription> subscriptions(String list, Collection<ContactId> contacts) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<Subscription> subscriptionsOf(ContactId contact) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<Subscription> members(String list, @Nullable ContactId after, int limit) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public boolean save(Subscription next, @Nullable Subscription expected) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<Subscription> history(ContactId contact) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Map<EmailAddress, AddressRecord> addresses(Collection<EmailAddress> addresses) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public boolean saveAddress(AddressRecord next, @Nullable AddressRecord expected) {
        throw new UnsupportedOperationException("to come");
    }
}
