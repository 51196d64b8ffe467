package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A mail that is about to be sent, and the commands that its envelope takes. */
record Transmission(
        EmailAddress sender, EmailAddress recipient, String messageId, Payload payload, BooleanSupplier mayBegin) {
    static Transmission of(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        return of(new ReadyMail(sender, recipient, mail), () -> true);
    }

    /**
     * Returns the mail with its commands.
     *
     * @param mayBegin asked right before the content leaves; after {@code false} it does not
     */
    static Transmission of(ReadyMail mail, BooleanSupplier mayBegin) {
        ComposedMail content = mail.content();
        return new Transmission(mail.sender(), mail.recipient(), content.messageId(), Payload.of(content), mayBegin);
    }

    /** Whether the envelope or a header needs SMTPUTF8 (RFC 6531). */
    boolean needsUtf8() {
        return !sender.isAscii() || !recipient.isAscii() || payload.headersNeedUtf8();
    }

    /** MAIL with its parameters, without a line end: the addresses have passed the grammar and hold none. */
    String mailCommand(ServerExtensions server, @Nullable DsnRequest dsn) {
        StringBuilder out = new StringBuilder(96);
        out.append("MAIL FROM:<").append(sender.wire()).append('>');
        if (server.size()) {
            out.append(" SIZE=").append(payload.size());
        }
        boolean utf8 = needsUtf8();
        if (payload.bodyNeeds8Bit() || (utf8 && server.eightBitMime())) {
            out.append(" BODY=8BITMIME");
        }
        if (utf8) {
            out.append(" SMTPUTF8");
        }
        if (dsn != null && server.dsn()) {
            out.append(dsn.mailParameters(messageId));
        }
        return out.toString();
    }

    /** RCPT with its parameters, without a line end. */
    String rcptCommand(ServerExtensions server, @Nullable DsnRequest dsn) {
        String command = "RCPT TO:<" + recipient.wire() + ">";
        return dsn != null && server.dsn() ? command + dsn.rcptParameters() : command;
    }
}
