package dev.hato.event;

import dev.hato.contact.ContactId;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where events are kept. Implementations are safe for use by several threads.
 */
public interface EventStore {
    /**
     * Records the event, in one atomic step, unless its id is known.
     *
     * @return false if the id was known; the event stored first stands then
     */
    boolean add(ContactEvent event);

    /**
     * Records several events and returns how many were new. The default adds them one by one; a
     * store with a round trip to pay should override it.
     */
    default int addAll(Collection<ContactEvent> events) {
        int added = 0;
        for (ContactEvent event : events) {
            if (add(event)) {
                added++;
            }
        }
        return added;
    }

    /**
     * Returns the contact's events of this type with {@code from <= at < to}, by time and then by id.
     */
    List<ContactEvent> find(ContactId contact, String type, Instant from, Instant to);

    /**
     * Returns the events of this type with {@code from <= at < to} of several contacts, each contact's by time and then
     * by id; contacts without any are left out. The default asks for one contact after the other; a store with a round
     * trip to pay should override it.
     */
    default Map<ContactId, List<ContactEvent>> findAll(
            Collection<ContactId> contacts, String type, Instant from, Instant to) {
        Map<ContactId, List<ContactEvent>> found = new LinkedHashMap<>();
        for (ContactId contact : contacts) {
            List<ContactEvent> events = find(contact, type, from, to);
            if (!events.isEmpty()) {
                found.put(contact, events);
            }
        }
        return found;
    }

    /** Returns the contact's latest events of any type, the latest first, {@code limit} at most. */
    List<ContactEvent> latest(ContactId contact, int limit);

    /** Returns the number of events of this type. */
    long count(String type);
}
