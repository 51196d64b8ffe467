package dev.hato.smtp;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server, kept open from mail to mail, on Angus Mail.
 *
 * <p>Angus Mail opens it: greeting, EHLO, STARTTLS, authentication. The mails themselves go by
 * commands of our own over its primitives, for two reasons: the envelope must be the validated
 * octets, and after a failure it must be certain whether the server can have the whole mail.
 *
 * <p>Used by one thread at a time.
 */
final class SmtpConnection extends SMTPTransport implements MailConnection {
    private static final int BUFFER = 64 * 1024;

    private final SmtpSettings settings;
    private final OutcomeRules rules;
    private final DeadlineSocket socket;
    private OutputStream content = OutputStream.nullOutputStream();
    private ServerExtensions server = ServerExtensions.of(keyword -> null);
    private Phase phase = Phase.GREETING;
    private @Nullable Reply lastReply;
    private boolean needsReset;
    private boolean usable = true;
    private int mails;

    private SmtpConnection(Session session, SmtpSettings settings, DeadlineSocket socket) {
        super(session, new URLName("smtp", settings.host(), settings.port(), null, null, null));
        this.settings = settings;
        this.rules = new OutcomeRules(settings);
        this.socket = socket;
    }

    /** What Angus Mail reads from a session. Timeouts are not here: the socket has deadlines. */
    static Properties properties(SmtpSettings settings) {
        boolean startTls = settings.tls() == TlsPolicy.STARTTLS_REQUIRED;
        Properties properties = new Properties();
        properties.put("mail.smtp.host", settings.host());
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.put("mail.smtp.auth", String.valueOf(settings.credentials() != null));
        properties.put("mail.smtp.starttls.enable", String.valueOf(startTls));
        properties.put("mail.smtp.starttls.required", String.valueOf(startTls));
        properties.put("mail.smtp.ssl.socketFactory", settings.tlsFactory());
        // The factory checks during the handshake; Angus would check once more, with rules of its own.
        properties.put("mail.smtp.ssl.checkserveridentity", "false");
        return properties;
    }

    /** Opens a connection that is ready for mail, or throws with what is known. */
    static SmtpConnection open(Session session, SmtpSettings settings) throws OpeningFailedException {
        long deadline = System.nanoTime() + settings.timeouts().connect().toNanos();
        DeadlineSocket socket;
        try {
            socket = DeadlineSocket.connect(settings.host(), settings.port(), deadline);
        } catch (IOException e) {
            throw OpeningFailedException.unreachable(settings, e);
        }
        SmtpConnection connection = new SmtpConnection(session, settings, socket);
        try {
            connection.begin();
            return connection;
        } catch (MessagingException | IOException | RuntimeException e) {
            connection.abort();
            throw OpeningFailedException.at(connection.phase, connection.lastReply, settings, e);
        }
    }

    private void begin() throws MessagingException, IOException {
        Socket first = socket;
        if (settings.tls() == TlsPolicy.IMPLICIT) {
            phase = Phase.TLS_HANDSHAKE;
            SSLSocket tls = settings.tlsFactory().createSocket(socket, settings.host(), settings.port(), true);
            tls.startHandshake();
            first = tls;
            phase = Phase.GREETING;
        }
        connect(first);
        Socket secured = settings.tls() == TlsPolicy.STARTTLS_REQUIRED ? socket.layer() : first;
        if (secured == null || (settings.tls() != TlsPolicy.PLAINTEXT && !(secured instanceof SSLSocket && isSSL()))) {
            throw new MessagingException("the connection is not TLS"); // Angus has seen to it; trust but verify
        }
        if (settings.credentials() != null && !supportsExtension("AUTH")) {
            throw new MessagingException("the server offers no authentication, but credentials are set");
        }
        content = new BufferedOutputStream(secured.getOutputStream(), BUFFER);
        server = ServerExtensions.of(keyword -> supportsExtension(keyword) ? parameter(keyword) : null);
    }

    private String parameter(String keyword) {
        String parameter = getExtensionParameter(keyword);
        return parameter == null ? "" : parameter;
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

    @Override
    public synchronized String getLocalHost() {
        return settings.heloName(socket.getLocalAddress());
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        phase = Phase.EHLO;
        boolean done = super.ehlo(domain);
        Reply reply = lastReply;
        // HELO is for those that do not know EHLO, and nothing that was offered before TLS holds under it.
        if (!done && (reply == null || reply.temporary() || (socket.layer() != null && !isImplicit()))) {
            throw new MessagingException("the server is not ready");
        }
        phase = Phase.SIGN_IN; // or STARTTLS, which says so itself
        return done;
    }

    private boolean isImplicit() {
        return settings.tls() == TlsPolicy.IMPLICIT;
    }

    @Override
    protected void startTLS() throws MessagingException {
        if (socket.layer() != null) {
            throw new MessagingException("the server asks for TLS, which is in use"); // Angus would begin it anew
        }
        phase = Phase.STARTTLS;
        super.startTLS();
    }

    /** Keeps each reply, since Angus overwrites the last one by those to commands of its own. */
    @Override
    protected int readServerResponse() throws MessagingException {
        lastReply = null;
        if (super.readServerResponse() > 0) {
            lastReply = Reply.parse(getLastServerResponse());
        }
        return lastReply == null ? -1 : lastReply.code();
    }

    @Override
    public synchronized @Nullable SendOutcome transact(Transmission mail) {
        SendOutcome impossible = rules.unsupported(mail, server);
        if (impossible != null) {
            return impossible;
        }
        boolean kept = mails++ > 0;
        boolean complete = false;
        usable = false; // until this mail has come to a known end
        socket.deadlineIn(settings.timeouts().command());
        try {
            if (needsReset) {
                Reply reset = command(Phase.RSET, "RSET");
                if (!reset.accepted()) {
                    return kept ? null : rules.routeFailed(reset, mail.recipient());
                }
                needsReset = false;
            }
            Reply begun = command(Phase.MAIL, mail.mailCommand(server, settings.dsn()));
            if (begun.closing() && kept) {
                return null;
            }
            if (!begun.accepted()) {
                return refused(begun, mail);
            }
            needsReset = true;
            kept = false; // from here on a broken connection is no longer a stale one
            Reply rcpt = command(Phase.RCPT, mail.rcptCommand(server, settings.dsn()));
            if (!rcpt.accepted()) {
                return refused(rcpt, mail);
            }
            Reply data = command(Phase.DATA, "DATA");
            if (data.code() != 354) {
                return refused(data, mail);
            }
            if (!mail.mayBegin().getAsBoolean()) {
                return Withdrawn.OUTCOME; // the server waits for content, so only the end of the connection ends this
            }
            phase = Phase.CONTENT;
            socket.deadlineIn(settings.timeouts().data());
            mail.payload().writeTo(content);
            content.flush();
            complete = true;
            phase = Phase.END_OF_DATA;
            socket.deadlineIn(settings.timeouts().data());
            Reply end = reply();
            needsReset = false;
            usable = end.accepted() || end.leavesSessionOpen();
            return rules.ended(end, mail.recipient());
        } catch (IOException e) {
            return kept && OutcomeRules.closedByServer(e) ? null : rules.broken(e, phase, complete, mail.recipient());
        }
    }

    private SendOutcome refused(Reply reply, Transmission mail) {
        usable = reply.leavesSessionOpen();
        return rules.refused(reply, phase, mail.recipient());
    }

    private Reply command(Phase next, String command) throws IOException {
        phase = next;
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
        return e.getNextException() instanceof IOException io ? io : new IOException(OutcomeRules.reason(e), e);
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public int mails() {
        return mails;
    }

    @Override
    public synchronized void quit() {
        socket.deadlineIn(CLOSING);
        try {
            super.close();
        } catch (MessagingException e) {
            // the connection goes anyway
        } finally {
            abort();
        }
    }

    @Override
    public void abort() {
        try {
            socket.close();
        } catch (IOException e) {
            // nothing is left to do for a connection that is given up
        }
    }
}
