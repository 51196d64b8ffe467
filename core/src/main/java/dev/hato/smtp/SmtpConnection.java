package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.HandedOver;
import dev.hato.smtp.SendOutcome.Unknown;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, kept open from mail to mail.
 *
 * <p>Angus Mail opens it: greeting, EHLO, STARTTLS, authentication. The mails themselves go by
 * commands of our own over its primitives, for two reasons: the envelope must be the validated
 * octets, and after a failure it must be certain whether the server can have the whole mail.
 *
 * <p>Used by one thread at a time.
 */
final class SmtpConnection extends SMTPTransport {
    private static final Duration CLOSING = Duration.ofSeconds(1);
    /** Replies that blame the sender's sign-in, whatever command they answer (RFC 4954, 6). */
    private static final Set<Integer> SIGN_IN_NEEDED = Set.of(530, 534, 535, 538);

    private final SmtpSettings settings;
    private final DeadlineSocket socket;
    private @Nullable Socket secured;
    private String phase = "the greeting";
    private @Nullable Reply lastReply;
    private boolean needsReset;
    private boolean usable = true;
    private int mails;
    private long idleSince = System.nanoTime();

    private SmtpConnection(Session session, SmtpSettings settings, DeadlineSocket socket) {
        super(session, new URLName("smtp", settings.host(), settings.port(), null, null, null));
        this.settings = settings;
        this.socket = socket;
    }

    /** Opens a connection that is ready for mail, or throws with what is known. */
    static SmtpConnection open(Session session, SmtpSettings settings) throws Failure {
        long deadline = System.nanoTime() + settings.timeouts().connect().toNanos();
        DeadlineSocket socket;
        try {
            socket = connect(settings, deadline);
        } catch (IOException e) {
            throw new Failure("Cannot connect to " + settings.server() + ": " + reason(e), 0, e);
        }
        SmtpConnection connection = new SmtpConnection(session, settings, socket);
        try {
            connection.begin();
            return connection;
        } catch (MessagingException | IOException | RuntimeException e) {
            connection.abort();
            throw connection.openingFailed(e);
        }
    }

    private static DeadlineSocket connect(SmtpSettings settings, long deadline) throws IOException {
        InetAddress[] addresses = InetAddress.getAllByName(settings.host());
        IOException first = null;
        for (int i = 0; i < addresses.length; i++) {
            // Each address gets its share of what is left, so that a dead one leaves time for the next.
            long now = System.nanoTime();
            long share = now + (deadline - now) / (addresses.length - i);
            try {
                DeadlineSocket socket =
                        DeadlineSocket.connect(new InetSocketAddress(addresses[i], settings.port()), share);
                socket.deadlineAt(deadline);
                return socket;
            } catch (DeadlineSocket.Interrupted e) {
                throw e;
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IOException("the name has no address") : first;
    }

    private void begin() throws MessagingException, IOException {
        Socket first = socket;
        if (settings.tls() == TlsPolicy.IMPLICIT) {
            phase = "the TLS handshake";
            SSLSocket tls = settings.tlsFactory().createSocket(socket, settings.host(), settings.port(), true);
            tls.startHandshake();
            first = tls;
            phase = "the greeting";
        }
        connect(first);
        secured = settings.tls() == TlsPolicy.STARTTLS_REQUIRED ? socket.layer() : first;
        if (settings.tls() != TlsPolicy.PLAINTEXT && !(secured instanceof SSLSocket && isSSL())) {
            throw new MessagingException("the connection is not TLS"); // Angus has seen to it; trust but verify
        }
        if (settings.credentials() != null && !supportsExtension("AUTH")) {
            throw new MessagingException("the server offers no authentication, but credentials are set");
        }
    }

    /** Gives Angus the credentials directly: no look-up of the system's user, no authenticator. */
    @Override
    protected synchronized boolean protocolConnect(
            String host, int port, @Nullable String user, @Nullable String password) throws MessagingException {
        SmtpSettings.Credentials credentials = settings.credentials();
        return credentials == null
                ? super.protocolConnect(host, port, null, null)
                : super.protocolConnect(host, port, credentials.user(), credentials.password());
    }

    /** The name in EHLO: the host's choice, or the address literal of RFC 5321, 4.1.3, which needs no DNS. */
    @Override
    public synchronized String getLocalHost() {
        String name = settings.heloName();
        if (name != null) {
            return name;
        }
        String literal = socket.getLocalAddress().getHostAddress();
        int zone = literal.indexOf('%');
        String address = zone < 0 ? literal : literal.substring(0, zone);
        return address.indexOf(':') < 0 ? "[" + address + "]" : "[IPv6:" + address + "]";
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        phase = "EHLO";
        boolean done = super.ehlo(domain);
        Reply reply = lastReply;
        if (!done && (reply == null || reply.temporary())) {
            throw new MessagingException("the server is not ready"); // HELO is for those that do not know EHLO
        }
        phase = "signing in"; // or STARTTLS, which says so itself
        return done;
    }

    @Override
    protected void startTLS() throws MessagingException {
        phase = "STARTTLS";
        super.startTLS();
    }

    /** Keeps each reply, since Angus overwrites the last one by those to commands of its own. */
    @Override
    protected int readServerResponse() throws MessagingException {
        lastReply = null;
        int code = super.readServerResponse();
        if (code >= 200 && code <= 599) {
            lastReply = new Reply(code, getLastServerResponse());
        }
        return code;
    }

    private Failure openingFailed(Exception e) {
        Reply reply = lastReply;
        if (reply != null && !reply.accepted()) {
            String hint = phase.equals("signing in")
                    ? "signing in failed; check this transport's credentials"
                    : "in answer to " + phase;
            return new Failure(
                    "Server " + settings.server() + " refused the connection (" + hint + "): " + reply.oneLine(),
                    reply.code(),
                    e);
        }
        String hint = settings.tls() == TlsPolicy.STARTTLS_REQUIRED
                        && String.valueOf(e.getMessage()).contains("STARTTLS")
                ? " Mail goes out under TLS unless plaintext() asks otherwise, as for a development server."
                : "";
        return new Failure(
                "The connection to " + settings.server() + " failed at " + phase + ": " + reason(e) + hint, 0, e);
    }

    /**
     * Sends one mail, or tells how far it came.
     *
     * @return the outcome, or null if the server had closed the kept-open connection and the mail
     *     was not begun
     */
    synchronized @Nullable SendOutcome transact(EmailAddress sender, EmailAddress recipient, Payload payload) {
        SendOutcome impossible = unsupported(sender, recipient, payload);
        if (impossible != null) {
            return impossible;
        }
        boolean kept = mails++ > 0;
        boolean bodySent = false;
        socket.deadlineIn(settings.timeouts().command());
        try {
            if (needsReset) {
                Reply reset = command("RSET");
                if (!reset.accepted()) {
                    usable = false;
                    return kept ? null : deferred(Cause.ROUTE, reset, recipient);
                }
                needsReset = false;
            }
            Reply mail = command("MAIL FROM:<" + sender.wire() + ">" + parameters(sender, recipient, payload));
            if (mail.closing() && kept) {
                usable = false;
                return null;
            }
            if (!mail.accepted()) {
                return refused(mail, recipient);
            }
            needsReset = true;
            kept = false; // from here on a broken connection is no longer a stale one
            Reply rcpt = command("RCPT TO:<" + recipient.wire() + ">");
            if (!rcpt.accepted()) {
                return refused(rcpt, recipient);
            }
            Reply data = command("DATA");
            if (data.code() != 354) {
                return refused(data, recipient);
            }
            phase = "the data";
            socket.deadlineIn(settings.timeouts().data());
            Socket stream = secured;
            payload.writeTo(stream == null ? socket.getOutputStream() : stream.getOutputStream());
            bodySent = true;
            phase = "the answer to the end of data";
            socket.deadlineIn(settings.timeouts().data());
            Reply end = reply();
            needsReset = false;
            return end.accepted() ? new HandedOver(end.detail(recipient)) : refused(end, recipient);
        } catch (IOException e) {
            usable = false;
            if (kept && !(e instanceof SocketTimeoutException) && !(e instanceof DeadlineSocket.Interrupted)) {
                return null;
            }
            String detail = Reply.redact(
                    "The connection to " + settings.server() + " failed at " + phase + ": " + reason(e), recipient);
            return bodySent ? new Unknown(detail) : new Deferred(Cause.ROUTE, 0, detail);
        }
    }

    private @Nullable SendOutcome unsupported(EmailAddress sender, EmailAddress recipient, Payload payload) {
        boolean utf8 = !sender.isAscii() || !recipient.isAscii() || payload.headersNeedUtf8();
        if (utf8 && !supportsExtension("SMTPUTF8")) {
            return new Bounced(
                    0,
                    "An address before the at sign, or a header, is not ASCII and needs SMTPUTF8, which the server "
                            + settings.server() + " does not offer");
        }
        if (payload.bodyNeeds8Bit() && !supportsExtension("8BITMIME")) {
            return new Bounced(
                    0,
                    "The body is not ASCII and needs 8BITMIME, which the server " + settings.server()
                            + " does not offer");
        }
        return null;
    }

    private String parameters(EmailAddress sender, EmailAddress recipient, Payload payload) {
        StringBuilder out = new StringBuilder();
        if (supportsExtension("SIZE")) {
            out.append(" SIZE=").append(payload.length());
        }
        boolean utf8 = !sender.isAscii() || !recipient.isAscii() || payload.headersNeedUtf8();
        if (payload.bodyNeeds8Bit() || (utf8 && supportsExtension("8BITMIME"))) {
            out.append(" BODY=8BITMIME");
        }
        return (utf8 ? out.append(" SMTPUTF8") : out).toString();
    }

    /** The outcome of a reply that is not the one that was hoped for. */
    private SendOutcome refused(Reply reply, EmailAddress recipient) {
        if (reply.closing()) {
            usable = false;
            return deferred(Cause.ROUTE, reply, recipient);
        }
        if (SIGN_IN_NEEDED.contains(reply.code()) && !phase.equals("the answer to the end of data")) {
            return deferred(Cause.ROUTE, reply, recipient);
        }
        if (reply.temporary()) {
            return deferred(Cause.MAIL, reply, recipient);
        }
        if (reply.code() / 100 == 5) {
            return new Bounced(reply.code(), reply.detail(recipient));
        }
        usable = false; // a reply of a kind that cannot answer this command: the two sides are out of step
        String detail =
                "Server " + settings.server() + " broke the protocol at " + phase + ": " + reply.detail(recipient);
        return phase.equals("the answer to the end of data")
                ? new Unknown(detail)
                : new Deferred(Cause.ROUTE, reply.code(), detail);
    }

    private static Deferred deferred(Cause cause, Reply reply, EmailAddress recipient) {
        return new Deferred(cause, reply.code(), reply.detail(recipient));
    }

    private Reply command(String command) throws IOException {
        phase = command.substring(0, command.indexOf(' ') < 0 ? command.length() : command.indexOf(' '));
        try {
            simpleCommand(command.getBytes(StandardCharsets.UTF_8));
        } catch (MessagingException e) {
            throw ioCause(e);
        }
        return received();
    }

    private Reply reply() throws IOException {
        try {
            readServerResponse();
        } catch (MessagingException e) {
            throw ioCause(e);
        }
        return received();
    }

    private Reply received() throws IOException {
        Reply reply = lastReply;
        if (reply == null) {
            throw new IOException("the server closed the connection or sent no reply code");
        }
        return reply;
    }

    private static IOException ioCause(MessagingException e) {
        return e.getNextException() instanceof IOException io ? io : new IOException(reason(e), e);
    }

    /** Returns whether another mail can go over this connection. */
    boolean usable() {
        return usable;
    }

    int mails() {
        return mails;
    }

    void becomeIdle() {
        idleSince = System.nanoTime();
    }

    Duration idle() {
        return Duration.ofNanos(System.nanoTime() - idleSince);
    }

    /** Says QUIT and closes; the server's answer is not waited for. */
    synchronized void quit() {
        socket.deadlineIn(CLOSING);
        try {
            super.close();
        } catch (MessagingException e) {
            // the connection goes anyway
        } finally {
            abort();
        }
    }

    /** Closes without a word. */
    void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to do for a connection that is given up
        }
    }

    /** The innermost reason that a person can use, without a stack of wrappers. */
    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String message = root.getMessage();
        String type = root.getClass().getSimpleName();
        return message == null ? type : message + " (" + type + ")";
    }

    /** A connection could not be opened. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        private final int replyCode;

        Failure(String message, int replyCode, Throwable cause) {
            super(message, cause);
            this.replyCode = replyCode;
        }

        int replyCode() {
            return replyCode;
        }
    }
}
