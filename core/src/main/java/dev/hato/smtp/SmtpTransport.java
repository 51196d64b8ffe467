package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import jakarta.mail.Session;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Sends mail to one SMTP server over connections that stay open (RFC 5321), on Angus Mail.
 *
 * <pre>{@code
 * MailTransport transport = SmtpTransport.to("smtp.shop.example", 587)
 *     .credentials("shop", password)
 *     .connections(4)
 *     .build();
 * }</pre>
 *
 * <p>TLS is required unless {@link SmtpBuilder#plaintext()} is asked for, and the server's certificate
 * must be valid and bear its name.
 *
 * <p>What the outcomes mean here:
 * <ul>
 *   <li>A failure to connect, to turn to TLS or to sign in is {@code Deferred(ROUTE)}, wrong
 *       credentials included: they are the sender's fault, never the recipient's. So are 421 before
 *       the end of the data, and a connection that breaks or a deadline that passes before the last
 *       octet of the mail was handed to the network.
 *   <li>A 4xx reply is {@code Deferred(MAIL)}, a 5xx reply {@code Bounced}, whichever command of the
 *       mail it answers; except 530, 534, 535 and 538, which ask the sender to sign in, before the data.
 *   <li>Once the mail with its final dot is on its way, only a reply decides; without one the outcome
 *       is {@code Unknown}.
 * </ul>
 *
 * <p>A connection that the server closed while it was idle is replaced once, silently, provided that
 * the failure came before the server accepted MAIL. Nothing else is retried.
 *
 * <p>Thread-safe. A thread uses a connection for one mail; up to {@link SmtpBuilder#connections} threads
 * send at a time and further ones wait up to the connect timeout for their turn. An interrupt ends a
 * send promptly, leaves the thread's flag set, and has the outcome of a connection that breaks. No
 * thread is started. Looking up the server's name is the resolver's business and not under a
 * deadline.
 */
public final class SmtpTransport implements MailTransport {
    private final SmtpSettings settings;
    private final SmtpSender<SmtpConnection> sender;

    private SmtpTransport(SmtpSettings settings) {
        this.settings = settings;
        Session session = Session.getInstance(SmtpConnection.properties(settings));
        sender = new SmtpSender<>(settings, () -> SmtpConnection.open(session, settings));
    }

    /**
     * Begins a transport to a server.
     *
     * @param host a name or an IP address
     * @param port usually 587 for submission, 465 for {@link TlsPolicy#IMPLICIT}, 25 for a relay
     */
    public static Builder to(String host, int port) {
        return new Builder(host, port);
    }

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        Objects.requireNonNull(sender, "sender");
        Objects.requireNonNull(recipient, "recipient");
        return this.sender.send(Transmission.of(sender, recipient, mail));
    }

    @Override
    public SendOutcome send(ReadyMail mail, BooleanSupplier mayBegin) {
        return sender.send(Transmission.of(mail, Objects.requireNonNull(mayBegin, "mayBegin")));
    }

    @Override
    public void close() {
        sender.pool().close();
    }

    /** Returns the server and the protection, without credentials. */
    @Override
    public String toString() {
        return "SmtpTransport[" + settings.server() + ", " + settings.tls() + "]";
    }

    /** Collects how to reach the server. Not thread-safe. */
    public static final class Builder extends SmtpBuilder<SmtpTransport, Builder> {
        private Builder(String host, int port) {
            super(host, port);
        }

        @Override
        public SmtpTransport build() {
            return new SmtpTransport(settings());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
