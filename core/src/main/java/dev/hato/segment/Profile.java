package dev.hato.segment;

import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.event.EventSeries;
import org.jspecify.annotations.Nullable;

/**
 * All that a condition can ask about one contact.
 *
 * <p>A profile is read where it was obtained, by one thread; it is not kept.
 */
public interface Profile {
    /** Returns the contact with its attributes. */
    Contact contact();

    /** Returns the contact's standing with the list of this name, or null if it never was on it. */
    @Nullable SubscriptionStatus subscription(String list);

    /** Returns the contact's events of this type, an empty series if there are none. */
    EventSeries events(String type);
}
