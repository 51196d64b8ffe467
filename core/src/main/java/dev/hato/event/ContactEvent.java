package dev.hato.event;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.ContactId;
import dev.hato.contact.NumberAttribute;
import dev.hato.internal.Texts;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Something that happened to a contact at a moment.
 *
 * @param id unique among all events: the same id twice is one event. Use the order number, the
 *     message id, whatever the source cannot give twice
 * @param contact whose event it is
 * @param type the kind, such as {@code purchase}; types that begin with {@code mail.} are this library's
 * @param at when it happened, kept to the microsecond, in the years 1 to 9999
 * @param properties typed facts about it, such as an amount
 */
public record ContactEvent(String id, ContactId contact, String type, Instant at, AttributeMap properties) {
    /** The longest id and type, in UTF-16 units. */
    public static final int MAX_LENGTH = 200;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** Checks id, type and year, and cuts the moment to the microsecond. */
    public ContactEvent {
        Texts.requireName("Event id", id, MAX_LENGTH);
        Texts.requireName("Event type", type, MAX_LENGTH);
        if (at.isBefore(EARLIEST) || !at.isBefore(END)) {
            throw new IllegalArgumentException(
                    "Event '" + id + "' is at " + at + "; the moment of an event lies in the years 1 to 9999 (UTC).");
        }
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns an event with a random id and without properties. */
    public static ContactEvent of(ContactId contact, String type, Instant at) {
        return new ContactEvent(UUID.randomUUID().toString(), contact, type, at, AttributeMap.empty());
    }

    /** Returns this event under another id. */
    public ContactEvent withId(String newId) {
        return new ContactEvent(newId, contact, type, at, properties);
    }

    /** Returns this event with one property set. */
    public <T> ContactEvent with(Attribute<T> property, T value) {
        return new ContactEvent(id, contact, type, at, properties.with(property, value));
    }

    /** Returns this event with one number set. */
    public ContactEvent with(NumberAttribute property, long value) {
        return with(property, BigDecimal.valueOf(value));
    }
}
