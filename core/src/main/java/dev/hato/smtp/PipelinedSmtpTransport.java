package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Sends mail to one SMTP server in as few round trips as possible: the commands of an envelope go
 * together (RFC 2920), and in a row the envelope of the next mail travels behind the content of the
 * one before, so that a mail costs one round trip.
 *
 * <pre>{@code
 * try (PipelinedSmtpTransport transport = PipelinedSmtpTransport.to("smtp.shop.example", 587)
 *         .credentials("shop", password)
 *         .connections(8)
 *         .build()) {
 *     transport.sendAll(queue);
 * }
 * }</pre>
 *
 * <p>The options, the outcomes, the deadlines and the handling of connections are those of {@link
 * SmtpTransport}, which describes them; a server without PIPELINING is spoken to one command at a
 * time. Three things follow from sending commands ahead:
 * <ul>
 *   <li>A recipient's refusal is the outcome whatever the server answers to the DATA behind it. If it
 *       accepts that, the connection is dropped before any content, so that nothing is delivered.
 *   <li>A mail of a row whose envelope was sent ahead, and not yet accepted when the connection ended
 *       with the mail before, is begun again once, silently. No content is ever sent twice.
 *   <li>A server that says more than it was asked is out of step, and is left before content is sent.
 * </ul>
 *
 * <p>In a row a thread keeps its connection for some hundred mails, then lets waiting threads have it.
 *
 * <p>Thread-safe. No thread is started.
 */
public final class PipelinedSmtpTransport implements BulkTransport {
    private final SmtpSettings settings;
    private final SmtpSender<PipelinedConnection> sender;

    private PipelinedSmtpTransport(SmtpSettings settings) {
        this.settings = settings;
        sender = new SmtpSender<>(settings, () -> PipelinedOpening.open(settings));
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
    public void sendAll(MailQueue mails) {
        new MailRow(sender, Objects.requireNonNull(mails, "mails")).run();
    }

    @Override
    public void close() {
        sender.pool().close();
    }

    /** Returns the server and the protection, without credentials. */
    @Override
    public String toString() {
        return "PipelinedSmtpTransport[" + settings.server() + ", " + settings.tls() + "]";
    }

    /** Collects how to reach the server. Not thread-safe. */
    public static final class Builder extends SmtpBuilder<PipelinedSmtpTransport, Builder> {
        private Builder(String host, int port) {
            super(host, port);
        }

        @Override
        public PipelinedSmtpTransport build() {
            return new PipelinedSmtpTransport(settings());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
