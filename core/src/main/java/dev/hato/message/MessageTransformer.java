package dev.hato.message;

import dev.hato.contact.Contact;

/**
 * Changes a filled message before it is composed: adds a header, a footer, whatever the host needs.
 *
 * <p>Called once per mail, by several threads at once. An exception keeps the mail from being sent.
 */
@FunctionalInterface
public interface MessageTransformer {
    /**
     * Returns the message to send in place of the given one.
     *
     * @param message the message as the template filled it
     * @param contact its recipient
     */
    Message transform(Message message, Contact contact);
}
