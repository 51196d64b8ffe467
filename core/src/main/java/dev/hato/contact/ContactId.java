package dev.hato.contact;

import dev.hato.internal.Texts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a contact for good, also when its address changes: the host's customer number, or one
 * made here.
 *
 * <p>Not for personal data: it stands in logs, tokens and keys. Immutable and thread-safe.
 */
public final class ContactId implements Comparable<ContactId> {
    /** The longest id, in UTF-16 units. */
    public static final int MAX_LENGTH = 100;

    private final String value;

    private ContactId(String value) {
        this.value = value;
    }

    /**
     * Returns the id with this text.
     *
     * @throws IllegalArgumentException if it is blank, too long, or has control characters
     */
    public static ContactId of(String value) {
        return new ContactId(Texts.requireName("Contact id", value, MAX_LENGTH));
    }

    /** Returns the id with this number as its text. */
    public static ContactId of(long value) {
        return new ContactId(Long.toString(value));
    }

    /** Returns a new random id. */
    public static ContactId random() {
        return new ContactId(UUID.randomUUID().toString());
    }

    /** Returns the id as text. */
    public String value() {
        return value;
    }

    @Override
    public int compareTo(ContactId other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof ContactId that && value.equals(that.value));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Returns the id as text. */
    @Override
    public String toString() {
        return value;
    }
}
