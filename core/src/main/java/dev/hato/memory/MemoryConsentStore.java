package dev.hato.memory;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Subscriptions and address statuses in memory. */
final class MemoryConsentStore implements ConsentStore {
    private final MemoryState state;
    private final Rows rows;
    private final Map<EmailAddress, AddressRecord> addresses = new HashMap<>();

    /** Subscriptions that were replaced, by contact; the one in force is in the row. */
    private final Map<ContactId, List<Subscription>> earlier = new HashMap<>();

    private final MemoryTombstones tombstones;

    MemoryConsentStore(MemoryState state, Rows rows, MemoryTombstones tombstones) {
        this.state = state;
        this.rows = rows;
        this.tombstones = tombstones;
    }

    @Override
    public Map<ContactId, Subscription> subscriptions(String list, Collection<ContactId> contacts) {
        return state.read(() -> {
            Map<ContactId, Subscription> found = new LinkedHashMap<>(2 * contacts.size());
            for (ContactId contact : contacts) {
                Row row = rows.get(contact);
                Subscription subscription = row == null ? null : row.subscriptionTo(list);
                if (subscription != null) {
                    found.put(contact, subscription);
                }
            }
            return found;
        });
    }

    @Override
    public List<Subscription> subscriptionsOf(ContactId contact) {
        return state.read(() -> {
            Row row = rows.get(contact);
            List<Subscription> all =
                    row == null ? new ArrayList<>() : new ArrayList<>(Arrays.asList(row.subscriptions));
            all.sort(Comparator.comparing(Subscription::list));
            return all;
        });
    }

    @Override
    public List<Subscription> members(String list, @Nullable ContactId after, int limit) {
        return state.read(() -> {
            List<Subscription> page = new ArrayList<>(Math.min(limit, 1024));
            List<Row> all = rows.inOrder();
            for (int i = rows.after(after); i < all.size() && page.size() < limit; i++) {
                Subscription subscription = all.get(i).subscriptionTo(list);
                if (subscription != null) {
                    page.add(subscription);
                }
            }
            return page;
        });
    }

    @Override
    public boolean save(Subscription next, @Nullable Subscription expected) {
        return state.write(() -> {
            Row row = rows.at(next.contact());
            if (!Objects.equals(row.subscriptionTo(next.list()), expected)) {
                return false;
            }
            Subscription[] before = row.subscriptions;
            row.subscriptions = replaced(before, next, expected);
            if (expected != null) {
                earlier.computeIfAbsent(next.contact(), id -> new ArrayList<>()).add(expected);
            }
            state.onRollback(() -> {
                row.subscriptions = before;
                if (expected != null) {
                    List<Subscription> history = Objects.requireNonNull(earlier.get(next.contact()));
                    history.remove(history.size() - 1);
                }
            });
            return true;
        });
    }

    @Override
    public List<SubscriptionChange> saveAll(List<SubscriptionChange> changes) {
        return state.write(() -> ConsentStore.super.saveAll(changes));
    }

    private static Subscription[] replaced(Subscription[] before, Subscription next, @Nullable Subscription expected) {
        if (expected == null) {
            Subscription[] longer = Arrays.copyOf(before, before.length + 1);
            longer[before.length] = next;
            return longer;
        }
        Subscription[] copy = before.clone();
        copy[Arrays.asList(before).indexOf(expected)] = next;
        return copy;
    }

    @Override
    public List<Subscription> history(ContactId contact) {
        return state.read(() -> {
            List<Subscription> history = new ArrayList<>(earlier.getOrDefault(contact, List.of()));
            Row row = rows.get(contact);
            if (row != null) {
                history.addAll(Arrays.asList(row.subscriptions));
            }
            return history;
        });
    }

    @Override
    public Map<EmailAddress, AddressRecord> addresses(Collection<EmailAddress> wanted) {
        return state.read(() -> {
            Map<EmailAddress, AddressRecord> found = new LinkedHashMap<>();
            for (EmailAddress address : wanted) {
                AddressRecord known = known(address);
                if (known != null) {
                    found.put(address, known);
                }
            }
            return found;
        });
    }

    @Override
    public Set<EmailAddress> erased(Collection<EmailAddress> wanted) {
        return state.read(() -> wanted.stream().filter(tombstones::has).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public boolean saveAddress(AddressRecord next, @Nullable AddressRecord expected) {
        return state.write(() -> {
            if (!Objects.equals(known(next.address()), expected)) {
                return false;
            }
            AddressRecord before = addresses.put(next.address(), next);
            state.onRollback(() -> restore(next.address(), before));
            return true;
        });
    }

    private @Nullable AddressRecord known(EmailAddress address) {
        AddressRecord known = addresses.get(address);
        return known == null ? tombstones.record(address) : known;
    }

    private void restore(EmailAddress address, @Nullable AddressRecord before) {
        if (before == null) {
            addresses.remove(address);
        } else {
            addresses.put(address, before);
        }
    }

    /** Stops the lists that an erased person with the contact's address had left. */
    void remember(Contact contact) {
        for (Subscription stop : tombstones.stops(contact)) {
            save(stop, null);
        }
    }

    /** Drops what is known of an address. */
    void forget(EmailAddress address) {
        AddressRecord before = addresses.remove(address);
        state.onRollback(() -> restore(address, before));
    }

    /** Drops the subscriptions of a contact with their history, and returns whether there were any. */
    boolean forget(ContactId contact) {
        Row row = rows.get(contact);
        if (row == null || row.subscriptions.length == 0) {
            return false;
        }
        Subscription[] before = row.subscriptions;
        List<Subscription> replaced = earlier.remove(contact);
        row.subscriptions = Row.NO_SUBSCRIPTIONS;
        state.onRollback(() -> {
            row.subscriptions = before;
            if (replaced != null) {
                earlier.put(contact, replaced);
            }
        });
        return true;
    }
}
