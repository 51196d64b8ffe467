package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import org.jspecify.annotations.Nullable;

/** A connection could not be opened. */
final class OpeningFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int replyCode;

    private OpeningFailedException(String message, int replyCode, Throwable cause) {
        super(message, cause);
        this.replyCode = replyCode;
    }

    /** Nobody answers there. */
    static OpeningFailedException unreachable(SmtpSettings settings, Exception e) {
        return new OpeningFailedException(
                "Cannot connect to " + settings.server() + ": " + OutcomeRules.reason(e), 0, e);
    }

    /**
     * The connection failed before it was ready.
     *
     * @param reply the last one, or null if none or only a part of it came
     */
    static OpeningFailedException at(Phase phase, @Nullable Reply reply, SmtpSettings settings, Exception e) {
        if (reply != null && !reply.accepted()) {
            String hint = phase == Phase.SIGN_IN
                    ? "signing in failed; check this transport's credentials"
                    : "in answer to " + phase;
            return new OpeningFailedException(
                    "Server " + settings.server() + " refused the connection (" + hint + "): " + reply.oneLine(),
                    reply.code(),
                    e);
        }
        String hint = settings.tls() == TlsPolicy.STARTTLS_REQUIRED
                        && String.valueOf(e.getMessage()).contains("STARTTLS")
                ? " Mail goes out under TLS unless plaintext() asks otherwise, as for a development server."
                : "";
        return new OpeningFailedException(
                "The connection to " + settings.server() + " failed at " + phase + ": " + OutcomeRules.reason(e) + hint,
                0,
                e);
    }

    /** Returns the outcome of a mail that was to go over the connection. */
    Deferred outcome(EmailAddress recipient) {
        return new Deferred(Cause.ROUTE, replyCode, Reply.redact(String.valueOf(getMessage()), recipient));
    }
}
