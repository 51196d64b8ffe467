package dev.hato.smtp;

import java.time.Instant;

/**
 * Tells the host what becomes of the routes of a {@link RoutedTransport}. Override what is of interest.
 *
 * <p>Called on the sending threads, several at once, and holding no lock. An exception is logged and
 * stops nothing; slow work belongs elsewhere, as it holds up a mail.
 */
public interface RouteListener {
    /**
     * A route takes no mails for a while.
     *
     * @param until when one mail may try it again
     * @param reason what went wrong, with the server's last words
     */
    default void paused(String route, Instant until, String reason) {}

    /** A route that was paused takes mails again. */
    default void resumed(String route) {}

    /**
     * A mail that one route certainly did not take is being offered to another.
     *
     * @param detail what the first one's failure was
     */
    default void failedOver(String from, String to, String detail) {}
}
