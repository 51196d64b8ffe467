package dev.hato.segment;

import dev.hato.contact.Attribute;
import dev.hato.event.EventSeries;
import org.jspecify.annotations.Nullable;

/** What is asked of one value that is there; a missing one satisfies nothing. */
interface ValueTest<T> {
    boolean test(T value);

    /** Asks it of a contact's attribute. */
    static <T> ProfileTest ofContact(Attribute<T> attribute, int cost, ValueTest<T> test) {
        return new ProfileTest(cost) {
            @Override
            boolean test(Profile profile) {
                T value = profile.contact().get(attribute);
                return value != null && test.test(value);
            }
        };
    }

    /** Asks it of an event's property. */
    static <T> PropertyTest ofEvent(Attribute<T> attribute, ValueTest<T> test) {
        return (events, index) -> {
            @Nullable T value = events.value(index, attribute);
            return value != null && test.test(value);
        };
    }

    /** A condition on the properties of the event at one position. */
    interface PropertyTest {
        boolean test(EventSeries events, int index);
    }
}
