package dev.hato.consent;

import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where subscriptions and address statuses are kept. The rules of who may change what are not the
 * store's: {@code Consents} keeps them.
 *
 * <p>Implementations are safe for use by several threads.
 */
public interface ConsentStore {
    /** Returns the subscriptions of these contacts to the list; contacts without one are left out. */
    Map<ContactId, Subscription> subscriptions(String list, Collection<ContactId> contacts);

    /** Returns all subscriptions of the contact, by list name. */
    List<Subscription> subscriptionsOf(ContactId contact);

    /**
     * Returns up to {@code limit} subscriptions to the list, of any status, whose contact ids follow
     * {@code after} in a fixed order of the store's own; an empty list means the end.
     *
     * @param after the contact of the last subscription of the previous page, or null for the first page
     */
    List<Subscription> members(String list, @Nullable ContactId after, int limit);

    /**
     * Writes the subscription and appends it to the contact's history, in one atomic step, if the
     * one stored equals {@code expected}.
     *
     * @param expected what the caller read, or null if there was none
     * @return false if somebody else was faster; read again then
     */
    boolean save(Subscription next, @Nullable Subscription expected);

    /**
     * Makes each of the changes that {@link #save} would make: an outdated one is refused, the others are
     * made all the same.
     *
     * <p>Each change is atomic, all of them together only in a transaction. The default makes one by one.
     * A store with a round trip to pay should override it.
     *
     * @param changes no contact twice with the same list
     * @return those that were refused, in the order given, for which somebody else was faster; read again
     *     for them
     */
    default List<SubscriptionChange> saveAll(List<SubscriptionChange> changes) {
        List<SubscriptionChange> refused = new ArrayList<>();
        for (SubscriptionChange change : changes) {
            if (!save(change.next(), change.expected())) {
                refused.add(change);
            }
        }
        return refused;
    }

    /** Returns every subscription the contact ever had, to any list, in the order they were saved. */
    List<Subscription> history(ContactId contact);

    /** Returns what is known about these addresses; addresses about which nothing is known are left out. */
    Map<EmailAddress, AddressRecord> addresses(Collection<EmailAddress> addresses);

    /**
     * Returns those of these addresses under which somebody was erased, and the tombstone is still there. Spot mail does
     * not go to them, whoever has them now.
     *
     * <p>The default returns none, for a store that erases nobody.
     */
    default Set<EmailAddress> erased(Collection<EmailAddress> addresses) {
        return Set.of();
    }

    /**
     * Writes what is known about an address, in one atomic step, if the record stored equals {@code
     * expected}.
     *
     * @param expected what the caller read, or null if there was none
     * @return false if somebody else was faster; read again then
     */
    boolean saveAddress(AddressRecord next, @Nullable AddressRecord expected);
}
