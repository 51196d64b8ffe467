package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.internal.Texts;
import dev.hato.message.ComposedMail;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

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
 * <p>TLS is required unless {@link Builder#plaintext()} is asked for, and the server's certificate
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
 * <p>Thread-safe. A thread uses a connection for one mail; up to {@link Builder#connections} threads
 * send at a time and further ones wait up to the connect timeout for their turn. An interrupt ends a
 * send promptly, leaves the thread's flag set, and has the outcome of a connection that breaks. No
 * thread is started. Looking up the server's name is the resolver's business and not under a
 * deadline.
 */
public final class SmtpTransport implements MailTransport {
    private final SmtpSettings settings;
    private final ConnectionPool pool;

    private SmtpTransport(Builder builder, SmtpSettings settings) {
        this.settings = settings;
        this.pool =
                new ConnectionPool(settings, builder.connections, builder.idleTimeout, builder.maxMailsPerConnection);
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
        Payload payload = Payload.of(mail);
        try {
            if (pool.closed()) {
                return notSent("This transport is closed");
            }
            if (!pool.acquire(settings.timeouts().connect())) {
                return notSent("All connections to " + settings.server() + " were busy for "
                        + settings.timeouts().connect());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notSent("The thread was interrupted before the mail was begun");
        }
        try {
            return send(sender, recipient, payload);
        } finally {
            pool.release();
        }
    }

    private SendOutcome send(EmailAddress sender, EmailAddress recipient, Payload payload) {
        SmtpConnection kept = pool.kept();
        if (kept != null) {
            SendOutcome outcome = over(kept, sender, recipient, payload);
            if (outcome != null) {
                return outcome;
            }
        }
        try {
            SendOutcome outcome = over(pool.open(), sender, recipient, payload);
            return outcome != null ? outcome : notSent("The server closed a new connection at once");
        } catch (SmtpConnection.Failure e) {
            return new Deferred(Cause.ROUTE, e.replyCode(), Reply.redact(String.valueOf(e.getMessage()), recipient));
        }
    }

    private @Nullable SendOutcome over(
            SmtpConnection connection, EmailAddress sender, EmailAddress recipient, Payload payload) {
        try {
            return connection.transact(sender, recipient, payload);
        } finally {
            pool.giveBack(connection);
        }
    }

    private static Deferred notSent(String detail) {
        return new Deferred(Cause.ROUTE, 0, detail);
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Returns the server and the protection, without credentials. */
    @Override
    public String toString() {
        return "SmtpTransport[" + settings.server() + ", " + settings.tls() + "]";
    }

    /** Collects how to reach the server. Not thread-safe. */
    public static final class Builder {
        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,255}");
        private static final Pattern HELO = Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,255}");

        private final String host;
        private final int port;
        private int connections = 1;
        private int maxMailsPerConnection = Integer.MAX_VALUE;
        private Duration idleTimeout = Duration.ofSeconds(60);
        private Duration connectTimeout = Duration.ofSeconds(60);
        private Duration commandTimeout = Duration.ofMinutes(5);
        private Duration dataTimeout = Duration.ofMinutes(10);
        private TlsPolicy tls = TlsPolicy.STARTTLS_REQUIRED;
        private boolean checkServerIdentity = true;
        private SmtpSettings.@Nullable Credentials credentials;
        private @Nullable String heloName;
        private @Nullable SSLContext sslContext;

        private Builder(String host, int port) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("Host " + Texts.quote(host)
                        + " is neither a name in ASCII nor an IP address; give the server's name.");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("Port " + port + " is not from 1 to 65535; 587 is usual.");
            }
            this.host = host;
            this.port = port;
        }

        /** Sets how many connections there may be at a time; 1 unless set. */
        public Builder connections(int max) {
            connections = positive("connections", max);
            return this;
        }

        /** Sets after how many mails a connection is replaced; never unless set. */
        public Builder maxMailsPerConnection(int max) {
            maxMailsPerConnection = positive("maxMailsPerConnection", max);
            return this;
        }

        /** Sets for how long an unused connection is kept; 60 seconds unless set. It is closed at the next send. */
        public Builder idleTimeout(Duration value) {
            idleTimeout = positive("idleTimeout", value);
            return this;
        }

        /** Sets how long opening may take: connection, greeting, TLS and sign-in together; 60 seconds unless set. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = positive("connectTimeout", value);
            return this;
        }

        /** Sets how long MAIL, RCPT and DATA may take together; 5 minutes unless set (RFC 5321, 4.5.3.2). */
        public Builder commandTimeout(Duration value) {
            commandTimeout = positive("commandTimeout", value);
            return this;
        }

        /**
         * Sets how long the data may take, and then the answer to it; 10 minutes each unless set (RFC
         * 5321, 4.5.3.2.6). A shorter time makes more mails uncertain.
         */
        public Builder dataTimeout(Duration value) {
            dataTimeout = positive("dataTimeout", value);
            return this;
        }

        /** Sets how connections are protected; {@link TlsPolicy#STARTTLS_REQUIRED} unless set. */
        public Builder tls(TlsPolicy value) {
            tls = Objects.requireNonNull(value, "tls");
            return this;
        }

        /** Sends without TLS: {@link TlsPolicy#PLAINTEXT}, for a server on the same host and for tests. */
        public Builder plaintext() {
            return tls(TlsPolicy.PLAINTEXT);
        }

        /** Sets whose certificates are trusted and which is shown; the JVM's default context unless set. */
        public Builder sslContext(SSLContext value) {
            sslContext = Objects.requireNonNull(value, "sslContext");
            return this;
        }

        /**
         * Accepts a valid certificate of any other server: whoever has one can then read the mail and
         * the password. Give the server's real name to {@link SmtpTransport#to} instead, if at all possible.
         */
        public Builder insecurelySkipServerIdentityCheck() {
            checkServerIdentity = false;
            return this;
        }

        /** Sets the user and the password to sign in with (RFC 4954: PLAIN or LOGIN), which need TLS. */
        public Builder credentials(String user, String password) {
            credentials = new SmtpSettings.Credentials(
                    Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password"));
            return this;
        }

        /** Sets the name for EHLO, which should resolve to this host; its IP address in brackets unless set. */
        public Builder heloName(String value) {
            if (!HELO.matcher(value).matches()) {
                throw new IllegalArgumentException("EHLO name " + Texts.quote(value)
                        + " is neither a domain name in ASCII nor an address in brackets.");
            }
            heloName = value;
            return this;
        }

        /**
         * Returns the transport, which connects with its first mail.
         *
         * @throws IllegalStateException if credentials or an SSL context are set, but TLS is not
         */
        public SmtpTransport build() {
            if (sslContext != null && tls == TlsPolicy.PLAINTEXT) {
                throw new IllegalStateException(
                        "An SSL context is set, but plain text is asked for; leave one of the two out.");
            }
            if (credentials != null && tls == TlsPolicy.PLAINTEXT) {
                throw new IllegalStateException(
                        "Credentials would cross the network in the clear; use TLS, or leave them out.");
            }
            return new SmtpTransport(
                    this,
                    new SmtpSettings(
                            host,
                            port,
                            tls,
                            new TlsFactory(sslContext == null ? defaultContext() : sslContext, checkServerIdentity),
                            credentials,
                            heloName,
                            new SmtpSettings.Timeouts(connectTimeout, commandTimeout, dataTimeout)));
        }

        private static SSLContext defaultContext() {
            try {
                return SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("This JVM's default TLS context cannot be made; set sslContext.", e);
            }
        }

        private static int positive(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(what + " is " + value + "; it must be at least 1.");
            }
            return value;
        }

        private static Duration positive(String what, Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(what + " is " + value + "; it must be above zero, at most a day.");
            }
            return value;
        }
    }
}
