package dev.hato.contact;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person who may get mail: an id, an address, typed attributes.
 *
 * <pre>{@code
 * Contact hanako = Contact.of("hanako@example.jp").with(NAME, "花子").with(PREFECTURE, "東京都");
 * }</pre>
 *
 * <p>Immutable and thread-safe; each {@code with} returns a new contact.
 */
public final class Contact {
    private final ContactId id;
    private final EmailAddress address;
    private final AttributeMap attributes;

    private Contact(ContactId id, EmailAddress address, AttributeMap attributes) {
        this.id = Objects.requireNonNull(id, "id");
        this.address = Objects.requireNonNull(address, "address");
        this.attributes = Objects.requireNonNull(attributes, "attributes");
    }

    /**
     * Returns a new contact with a random id.
     *
     * @throws InvalidAddressException if the text is not an address
     */
    public static Contact of(String address) {
        return new Contact(ContactId.random(), EmailAddress.of(address), AttributeMap.empty());
    }

    /** Returns a contact without attributes. */
    public static Contact of(ContactId id, EmailAddress address) {
        return new Contact(id, address, AttributeMap.empty());
    }

    /** Returns a contact. */
    public static Contact of(ContactId id, EmailAddress address, AttributeMap attributes) {
        return new Contact(id, address, attributes);
    }

    /** Returns the id. */
    public ContactId id() {
        return id;
    }

    /** Returns the address. */
    public EmailAddress address() {
        return address;
    }

    /** Returns the attributes. */
    public AttributeMap attributes() {
        return attributes;
    }

    /** Returns the attribute's value, or null if it has none. */
    public <T> @Nullable T get(Attribute<T> attribute) {
        return attributes.get(attribute);
    }

    /** Returns this contact with one attribute set. */
    public <T> Contact with(Attribute<T> attribute, T value) {
        return new Contact(id, address, attributes.with(attribute, value));
    }

    /** Returns this contact with one number set. */
    public Contact with(NumberAttribute attribute, long value) {
        return with(attribute, BigDecimal.valueOf(value));
    }

    /** Returns this contact without a value for the attribute. */
    public Contact without(Attribute<?> attribute) {
        return new Contact(id, address, attributes.without(attribute));
    }

    /** Returns this contact with other attributes in place of all of its own. */
    public Contact withAttributes(AttributeMap replacement) {
        return new Contact(id, address, replacement);
    }

    /** Returns this contact with another address. */
    public Contact withAddress(EmailAddress replacement) {
        return new Contact(id, replacement, attributes);
    }

    /** Returns whether id, address (in the same case) and attributes are the same. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Contact that
                        && id.equals(that.id)
                        && address.value().equals(that.address.value())
                        && attributes.equals(that.attributes));
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Returns id and redacted address. */
    @Override
    public String toString() {
        return "Contact[" + id + ", " + address.redacted() + "]";
    }
}
