package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.util.function.BooleanSupplier;

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

    /**
     * Sends one mail, if it may still be sent when its content is about to leave.
     *
     * <p>The default asks before it begins. A transport that waits for a server first should override it and
     * ask as late as nothing of the content has left.
     *
     * @param mail the mail
     * @param mayBegin asked on the calling thread, again for each attempt over another route; after {@code false} the server takes nothing
     *     of the mail, and the outcome is {@code Deferred} with the cause {@code MAIL}
     */
    default SendOutcome send(ReadyMail mail, BooleanSupplier mayBegin) {
        return mayBegin.getAsBoolean() ? send(mail.sender(), mail.recipient(), mail.content()) : Withdrawn.OUTCOME;
    }

    /** Closes all connections that are kept open. Repeating it is harmless. */
    @Override
    void close();
}
