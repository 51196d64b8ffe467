package dev.hato.message;

/**
 * Changes a filled message before it is composed: adds a header, a footer, whatever the host needs.
 *
 * <p>Called once per mail, by several threads at once. An exception keeps the mail from being sent. What changes
 * nothing but links is better a {@link LinkTransformer}, which works many times faster.
 */
@FunctionalInterface
public interface MessageTransformer {
    /**
     * Returns the message to send in place of the given one.
     *
     * @param message the message as the template filled it
     * @param mail to whom it goes, and why
     */
    Message transform(Message message, MailContext mail);
}
