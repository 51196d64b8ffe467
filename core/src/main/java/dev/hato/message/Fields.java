package dev.hato.message;

import dev.hato.contact.Contact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a template is filled from: values by name.
 *
 * <p>A value is text (any {@link CharSequence}), a {@link Number}, a {@link Boolean}, a date or time
 * ({@link java.time.LocalDate}, {@link java.time.LocalDateTime}, {@link java.time.ZonedDateTime},
 * {@link java.time.OffsetDateTime}, {@link java.time.Instant}), {@link SafeHtml}, an enum, a {@link java.util.UUID}, a
 * {@link java.net.URI}, an {@link dev.hato.contact.EmailAddress}, a {@link dev.hato.contact.ContactId}, or a group: a
 * {@link java.util.Collection}, a {@link Map} with text keys, or further {@code Fields}. Null means that there is no
 * value.
 *
 * <p>An implementation is asked by the threads that render; those made here are safe to share if
 * nobody changes what was put into them.
 */
@FunctionalInterface
public interface Fields {
    /** Returns the value of this name, or null if there is none. */
    @Nullable Object value(String name);

    /** Returns the names that have a value, for messages; empty where they cannot be listed. */
    default Set<String> names() {
        return Set.of();
    }

    /** Returns fields without any value. */
    static Fields none() {
        return name -> null;
    }

    /** Returns the entries of a copy of the map. Entries with the value null count as absent. */
    static Fields of(Map<String, ?> values) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        values.forEach((name, value) -> copy.put(Objects.requireNonNull(name, "name"), value));
        return new MapFields(Collections.unmodifiableMap(copy));
    }

    /** Returns one field. */
    static Fields of(String name, Object value) {
        return of(Map.of(name, value));
    }

    /**
     * Returns the one field {@code contact}: a view of the contact in which each attribute stands under its name, and
     * {@code id} and {@code email} are the contact's own.
     */
    static Fields ofContact(Contact contact) {
        return new MapFields(Map.of("contact", new ContactFields(contact)));
    }

    /** Returns the values of {@code first}, and those of {@code second} where the first has none. */
    static Fields layered(Fields first, Fields second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        return new Fields() {
            @Override
            public @Nullable Object value(String name) {
                Object value = first.value(name);
                return value == null ? second.value(name) : value;
            }

            @Override
            public Set<String> names() {
                Set<String> names = new TreeSet<>(first.names());
                names.addAll(second.names());
                return names;
            }
        };
    }
}
