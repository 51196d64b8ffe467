package dev.hato.delivery;

import dev.hato.contact.ContactId;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One mail to one contact, as it is planned.
 *
 * @param key its identity
 * @param kind why it exists
 * @param contact to whom
 * @param due not to be sent before
 * @param fingerprint equal for two plans of the same content; tells a repeated key from a misused one
 * @param content the composed mail, or null where it is rendered when its turn comes
 */
public record PlannedMail(
        SendKey key,
        MailKind kind,
        ContactId contact,
        Instant due,
        String fingerprint,
        @Nullable ReadyMail content) {
    /** Checks that nothing is missing. */
    public PlannedMail {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(due, "due");
        Objects.requireNonNull(fingerprint, "fingerprint");
    }
}
