package dev.hato.imports;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that a batch of rows is about: read together, changed here row by row, written
 * together. A contact it was not told of is a new one, which has no subscription.
 *
 * <p>Lives within one transaction.
 */
final class ConsentBatch implements ConsentStore {
    /** Somebody else changed a subscription since it was read; the transaction must be run again. */
    static final class OutdatedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OutdatedException(SubscriptionChange refused) {
            super("the subscription of contact " + refused.next().contact() + " to '"
                    + refused.next().list()
                    + "' was changed by somebody else at the same time, again and again; import the row again.");
        }
    }

    /** What identifies a subscription. */
    private record Membership(String list, ContactId contact) {
        static Membership of(Subscription subscription) {
            return new Membership(subscription.list(), subscription.contact());
        }
    }

    private final ConsentStore store;
    private final Map<Membership, Subscription> current = new HashMap<>();
    private final Map<Membership, SubscriptionChange> unsaved = new LinkedHashMap<>();

    /** Reads the subscriptions of these contacts to these lists. */
    ConsentBatch(ConsentStore store, Collection<MailingList> lists, Collection<ContactId> contacts) {
        this.store = store;
        if (!contacts.isEmpty()) {
            for (MailingList list : lists) {
                store.subscriptions(list.name(), contacts)
                        .values()
                        .forEach(known -> current.put(Membership.of(known), known));
            }
        }
    }

    @Override
    public Map<ContactId, Subscription> subscriptions(String list, Collection<ContactId> contacts) {
        Map<ContactId, Subscription> found = new LinkedHashMap<>();
        for (ContactId contact : contacts) {
            Subscription known = current.get(new Membership(list, contact));
            if (known != null) {
                found.put(contact, known);
            }
        }
        return found;
    }

    @Override
    public boolean save(Subscription next, @Nullable Subscription expected) {
        Membership key = Membership.of(next);
        if (!Objects.equals(current.get(key), expected)) {
            return false;
        }
        if (unsaved.containsKey(key)) {
            flush(); // the history keeps every change
        }
        current.put(key, next);
        unsaved.put(key, new SubscriptionChange(next, expected));
        return true;
    }

    /**
     * Writes what was saved since the last time.
     *
     * @throws OutdatedException if one of the changes was refused
     */
    void flush() {
        if (!unsaved.isEmpty()) {
            List<SubscriptionChange> all = new ArrayList<>(unsaved.values());
            unsaved.clear();
            List<SubscriptionChange> refused = store.saveAll(all);
            if (!refused.isEmpty()) {
                throw new OutdatedException(refused.get(0));
            }
        }
    }

    @Override
    public List<Subscription> subscriptionsOf(ContactId contact) {
        flush();
        return store.subscriptionsOf(contact);
    }

    @Override
    public List<Subscription> members(String list, @Nullable ContactId after, int limit) {
        flush();
        return store.members(list, after, limit);
    }

    @Override
    public List<Subscription> history(ContactId contact) {
        flush();
        return store.history(contact);
    }

    @Override
    public Map<EmailAddress, AddressRecord> addresses(Collection<EmailAddress> addresses) {
        return store.addresses(addresses);
    }

    @Override
    public Set<EmailAddress> erased(Collection<EmailAddress> addresses) {
        return store.erased(addresses);
    }

    @Override
    public boolean saveAddress(AddressRecord next, @Nullable AddressRecord expected) {
        return store.saveAddress(next, expected);
    }
}
