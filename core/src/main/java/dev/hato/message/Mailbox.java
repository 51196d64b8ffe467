package dev.hato.message;

import dev.hato.contact.EmailAddress;
import dev.hato.internal.Texts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name with an address, as it stands in From, To and Reply-To.
 *
 * @param name what the mail program shows, or null for the address alone; without control characters
 * @param address where mail goes
 */
public record Mailbox(@Nullable String name, EmailAddress address) {
    /** Checks that the name can stand in a header. */
    public Mailbox {
        Objects.requireNonNull(address, "address");
        if (name != null) {
            Texts.requireName("Mailbox name", name, 200);
        }
    }

    /**
     * Returns a mailbox with a name.
     *
     * @throws dev.hato.contact.InvalidAddressException if the address is none
     */
    public static Mailbox of(String name, String address) {
        return new Mailbox(name, EmailAddress.of(address));
    }

    /** Returns a mailbox without a name. */
    public static Mailbox of(String address) {
        return new Mailbox(null, EmailAddress.of(address));
    }

    /** Returns the name, if any, and the redacted address. */
    @Override
    public String toString() {
        return name == null ? address.redacted() : name + " <" + address.redacted() + ">";
    }
}
