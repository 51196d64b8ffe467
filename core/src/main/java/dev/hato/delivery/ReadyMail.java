package dev.hato.delivery;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import java.util.Objects;

/**
 * A mail that was composed when it was planned and travels with its row.
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
