package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.HandedOver;
import dev.hato.smtp.SendOutcome.Unknown;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** Which outcome a reply, its absence or a server's limits mean: the same over every kind of connection. */
final class OutcomeRules {
    private final SmtpSettings settings;

    OutcomeRules(SmtpSettings settings) {
        this.settings = settings;
    }

    /** Returns the outcome of a mail that this server can never be given, or null if it can. */
    @Nullable SendOutcome unsupported(Transmission mail, ServerExtensions server) {
        Payload payload = mail.payload();
        if (!server.smtpUtf8() && mail.needsUtf8()) {
            return new Bounced(
                    0,
                    "An address before the at sign, or a header, is not ASCII and needs SMTPUTF8, which the server "
                            + settings.server() + " does not offer");
        }
        if (!server.eightBitMime() && payload.bodyNeeds8Bit()) {
            return new Bounced(
                    0,
                    "The body is not ASCII and needs 8BITMIME, which the server " + settings.server()
                            + " does not offer");
        }
        if (payload.size() > server.maxSize()) {
            return new Bounced(
                    0,
                    "The mail has " + payload.size() + " octets, but the server " + settings.server()
                            + " takes no more than " + server.maxSize());
        }
        return null;
    }

    /** Returns the outcome of the reply to the end of data. */
    SendOutcome ended(Reply reply, EmailAddress recipient) {
        return reply.accepted()
                ? new HandedOver(reply.detail(recipient))
                : refused(reply, Phase.END_OF_DATA, recipient);
    }

    /** Returns the outcome of a reply that is not the one that was hoped for. */
    SendOutcome refused(Reply reply, Phase phase, EmailAddress recipient) {
        boolean signInNeeded = phase != Phase.END_OF_DATA && reply.signInNeeded();
        if (reply.closing() || signInNeeded) {
            return routeFailed(reply, recipient);
        }
        if (reply.temporary()) {
            return new Deferred(Cause.MAIL, reply.code(), reply.detail(recipient));
        }
        if (reply.permanent()) {
            return new Bounced(reply.code(), reply.detail(recipient));
        }
        // A reply of a kind that cannot answer this command: the two sides are out of step.
        String detail =
                "Server " + settings.server() + " broke the protocol at " + phase + ": " + reply.detail(recipient);
        return phase == Phase.END_OF_DATA ? new Unknown(detail) : new Deferred(Cause.ROUTE, reply.code(), detail);
    }

    /** Returns the outcome of a reply that says nothing of the mail. */
    Deferred routeFailed(Reply reply, EmailAddress recipient) {
        return new Deferred(Cause.ROUTE, reply.code(), reply.detail(recipient));
    }

    /**
     * Returns the outcome of a connection that broke.
     *
     * @param complete whether the last octet of the mail was handed to the network
     */
    SendOutcome broken(IOException e, Phase phase, boolean complete, EmailAddress recipient) {
        String detail = Reply.redact(
                "The connection to " + settings.server() + " failed at " + phase + ": " + reason(e), recipient);
        return complete ? new Unknown(detail) : notSent(detail);
    }

    /** Whether a connection that has served before broke as one does that the server has closed meanwhile. */
    static boolean closedByServer(IOException e) {
        return !(e instanceof SocketTimeoutException) && !(e instanceof DeadlineSocket.Interrupted);
    }

    /** Returns the outcome of a mail that could not be begun. */
    static Deferred notSent(String detail) {
        return new Deferred(Cause.ROUTE, 0, detail);
    }

    /** Returns the innermost reason that a person can use, without a stack of wrappers. */
    static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String type = root.getClass().getSimpleName();
        return message == null ? type : message + " (" + type + ")";
    }
}
