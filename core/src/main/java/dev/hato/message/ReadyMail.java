package dev.hato.message;

import dev.hato.contact.EmailAddress;
import java.util.Objects;

/**
 * A composed mail with its envelope: all that a server needs.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sender the envelope sender
 * @param recipient the envelope recipient
 * @param content the bytes, with their Message-ID
 */
public record ReadyMail(EmailAddress sender, EmailAddress recipient, ComposedMail content) {
    /** Checks that nothing is missing. */
    public ReadyMail {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(content, "content");
    }
}
