package dev.hato.contact;

/** Thrown when a contact is saved under an address that another contact has. Nothing was saved. */
public final class DuplicateAddressException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ContactId existing;

    /** Reports that {@code existing} already has the address. */
    public DuplicateAddressException(EmailAddress address, ContactId refused, ContactId existing) {
        super("Contact " + refused + " cannot have the address " + address.redacted() + ": contact " + existing
                + " has it. Save the existing contact, or merge the two.");
        this.existing = existing;
    }

    /** Returns the contact that has the address. */
    public ContactId existing() {
        return existing;
    }
}
