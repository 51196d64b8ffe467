package dev.hato.smtp;

/** A mail that was not to be sent any more when its turn came. */
final class Withdrawn {
    /** The server has nothing of the mail, and nothing is wrong with the route. */
    static final SendOutcome OUTCOME = new SendOutcome.Deferred(
            SendOutcome.Cause.MAIL, 0, "The mail was withdrawn before any of its content was sent");

    private Withdrawn() {}
}
