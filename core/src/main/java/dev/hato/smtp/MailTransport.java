package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;

/**
 * Hands one mail to the next server and tells exactly how far it came.
 *
 * <p>Implementations are safe for use by several threads, block until the outcome is known or a
 * deadline of their own has passed, and never throw for what a server or a network does: that is an
 * outcome. They do not retry by themselves.
 */
public interface MailTransport extends AutoCloseable {
    /**
     * Sends one mail to one recipient.
     *
     * @param sender the envelope sender, where delivery errors go
     * @param recipient the only recipient
     * @param mail the content
     */
    SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail);

    /** Closes all connections that are kept open. Repeating it is harmless. */
    @Override
    void close();
}
