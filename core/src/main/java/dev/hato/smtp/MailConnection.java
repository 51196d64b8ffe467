package dev.hato.smtp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection to a server that is ready for mail. Used by one thread at a time. */
interface MailConnection {
    /** How long a farewell may take. */
    Duration CLOSING = Duration.ofSeconds(1);

    /**
     * Sends one mail, or tells how far it came.
     *
     * @return the outcome, or null if the server had closed the kept-open connection and the mail
     *     was not begun
     */
    @Nullable SendOutcome transact(Transmission mail);

    /** Returns whether another mail can go over this connection. */
    boolean usable();

    /** Returns how many mails were begun. */
    int mails();

    /** Says QUIT and closes, within {@link #CLOSING}; the server's answer is not waited for. */
    void quit();

    /** Closes without a word. */
    void abort();
}
