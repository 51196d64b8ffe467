package dev.hato.smtp;

/** How far one mail came. Exactly one of these is the answer to each attempt. */
public sealed interface SendOutcome {
    /** Returns what the server said, or what went wrong, for people; without the recipient's address. */
    String detail();

    /**
     * The server took responsibility: it answered the end of the data with a 2xx.
     *
     * @param detail the server's reply
     */
    record HandedOver(String detail) implements SendOutcome {}

    /**
     * The server certainly did not take the mail, and trying later may help: a 4xx reply, a broken
     * connection before the data was complete, a server that cannot be reached.
     *
     * @param cause whether the server refused this mail, or the route to it does not work at all
     * @param replyCode the SMTP reply code, or 0 where there was none
     * @param detail the server's reply, or what broke and in which phase
     */
    record Deferred(Cause cause, int replyCode, String detail) implements SendOutcome {}

    /**
     * The server refused the mail for good with a 5xx reply, or the mail can never be sent this way.
     *
     * @param replyCode the SMTP reply code, or 0 where the mail was refused before it was offered
     * @param detail the server's reply with its enhanced status code if any, or the reason
     */
    record Bounced(int replyCode, String detail) implements SendOutcome {}

    /**
     * The data was complete, but no answer came: the server may have taken the mail or not.
     *
     * @param detail what broke
     */
    record Unknown(String detail) implements SendOutcome {}

    /** Whom a temporary failure concerns. */
    enum Cause {
        /** This mail or its recipient: others may go through. */
        MAIL,
        /** The route: connection, TLS, authentication, or a server that is closing. Others will fail alike. */
        ROUTE
    }
}
