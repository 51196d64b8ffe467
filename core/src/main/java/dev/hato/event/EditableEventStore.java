package dev.hato.event;

import java.util.Collection;

/**
 * An event store from which single events can be taken back: those that were derived from others, such as the verdicts about
 * who opened a mail, when the rules have changed.
 */
public interface EditableEventStore extends EventStore {
    /**
     * Removes the events that are stored under these ids for these contacts and types, in one atomic step. Their ids are free
     * again.
     *
     * @return how many were there
     */
    int removeAll(Collection<ContactEvent> events);
}
