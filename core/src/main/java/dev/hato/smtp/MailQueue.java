package dev.hato.smtp;

import dev.hato.message.ReadyMail;
import org.jspecify.annotations.Nullable;

/**
 * Mails in a row, and where their outcomes go. Used by one thread.
 */
public interface MailQueue {
    /**
     * Returns the next mail, or null if there is none now, which ends the row.
     *
     * <p>It is asked for at most one mail ahead: while no more than one mail that was given has no
     * outcome yet. It should not block for long, as a server waits meanwhile.
     */
    @Nullable ReadyMail next();

    /**
     * Takes the outcome of a mail. Called exactly once for each, in the order they were given, and
     * before any content of a later mail is sent; a mail that goes over another route after a failure
     * keeps its place. Where it throws, the mail behind is not sent.
     */
    void outcome(ReadyMail mail, SendOutcome outcome);
}
