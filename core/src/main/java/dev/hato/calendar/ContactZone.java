package dev.hato.calendar;

import dev.hato.contact.AttributeMap;
import dev.hato.contact.TextAttribute;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whose clock counts for a contact: its own zone, else the list's, else the engine's.
 *
 * @param attribute the contact's zone by its name in the tz database, such as {@code Asia/Tokyo}; null if contacts
 *     have none
 * @param engine the zone of last resort
 */
public record ContactZone(@Nullable TextAttribute attribute, ZoneId engine) {
    /** Checks that there is a zone of last resort. */
    public ContactZone {
        Objects.requireNonNull(engine, "engine");
    }

    /** Returns the rule for contacts that tell no zone. */
    public static ContactZone of(ZoneId engine) {
        return new ContactZone(null, engine);
    }

    /** Returns the rule for contacts that may tell their zone in the attribute. */
    public static ContactZone of(TextAttribute attribute, ZoneId engine) {
        return new ContactZone(attribute, engine);
    }

    /**
     * Returns the zone that counts.
     *
     * <p>A zone that is unknown to the tz database counts as none: a misspelt one must not hold a mail for ever. See
     * {@link #isUnreadable} for a report of it.
     *
     * @param list the list's zone, or null if it has none
     */
    public ZoneId of(AttributeMap contact, @Nullable ZoneId list) {
        String name = name(contact);
        ZoneId own = name == null ? null : parse(name);
        if (own != null) {
            return own;
        }
        return list == null ? engine : list;
    }

    /** Returns whether the contact tells a zone that the tz database does not know. */
    public boolean isUnreadable(AttributeMap contact) {
        String name = name(contact);
        return name != null && parse(name) == null;
    }

    private @Nullable String name(AttributeMap contact) {
        return attribute == null ? null : contact.get(attribute);
    }

    private static @Nullable ZoneId parse(String name) {
        try {
            return ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            return null;
        }
    }
}
