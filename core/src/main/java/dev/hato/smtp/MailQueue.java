package dev.hato.smtp;

import dev.hato.message.ReadyMail;
import org.jspecify.annotations.Nullable;

/**
 * Mails in a row, and where their outcomes go. Used by one thread.
 *
 * <p>An exception from either method ends the row: no further mail is asked for, no more content is
 * begun, each mail that was given gets its outcome, and then the exception is thrown to the caller of
 * {@link BulkTransport#sendAll}, later ones as suppressed in the first.
 */
public interface MailQueue {
    /**
     * Returns the next mail, or null if there is none now, which ends the row.
     *
     * <p>It is asked for at most one mail ahead: while no more than one mail that was given has no
     * outcome yet. It should not block for long, as a server waits meanwhile. Where it throws, the one
     * mail that has no outcome yet is still sent.
     */
    @Nullable ReadyMail next();

    /**
     * Takes the outcome of a mail. Called exactly once for each, in the order they were given, and
     * before any content of a later mail is sent; a mail that goes over another route after a failure
     * keeps its place. Where it throws, a later mail that was given already is not sent, and its outcome
     * is {@code Deferred(ROUTE)}.
     */
    void outcome(ReadyMail mail, SendOutcome outcome);
}
