package dev.hato.smtp;

import dev.hato.internal.Texts;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Collects how to reach a server: the options that all SMTP transports have. Not thread-safe.
 *
 * @param <T> the transport that is built
 * @param <B> the builder itself
 */
public abstract sealed class SmtpBuilder<T extends MailTransport, B extends SmtpBuilder<T, B>>
        permits SmtpTransport.Builder, PipelinedSmtpTransport.Builder {
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
    private @Nullable DsnRequest dsn;
    private @Nullable SSLContext sslContext;

    SmtpBuilder(String host, int port) {
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
    public final B connections(int max) {
        connections = positive("connections", max);
        return self();
    }

    /** Sets after how many mails a connection is replaced; never unless set. */
    public final B maxMailsPerConnection(int max) {
        maxMailsPerConnection = positive("maxMailsPerConnection", max);
        return self();
    }

    /** Sets for how long an unused connection is kept; 60 seconds unless set. It is closed at the next send. */
    public final B idleTimeout(Duration value) {
        idleTimeout = positive("idleTimeout", value);
        return self();
    }

    /** Sets how long opening may take: connection, greeting, TLS and sign-in together; 60 seconds unless set. */
    public final B connectTimeout(Duration value) {
        connectTimeout = positive("connectTimeout", value);
        return self();
    }

    /** Sets how long MAIL, RCPT and DATA may take together; 5 minutes unless set (RFC 5321, 4.5.3.2). */
    public final B commandTimeout(Duration value) {
        commandTimeout = positive("commandTimeout", value);
        return self();
    }

    /**
     * Sets how long the data may take, and then the answer to it; 10 minutes each unless set (RFC
     * 5321, 4.5.3.2.6). A shorter time makes more mails uncertain.
     */
    public final B dataTimeout(Duration value) {
        dataTimeout = positive("dataTimeout", value);
        return self();
    }

    /** Sets how connections are protected; {@link TlsPolicy#STARTTLS_REQUIRED} unless set. */
    public final B tls(TlsPolicy value) {
        tls = Objects.requireNonNull(value, "tls");
        return self();
    }

    /** Sends without TLS: {@link TlsPolicy#PLAINTEXT}, for a server on the same host and for tests. */
    public final B plaintext() {
        return tls(TlsPolicy.PLAINTEXT);
    }

    /** Sets whose certificates are trusted and which is shown; the JVM's default context unless set. */
    public final B sslContext(SSLContext value) {
        sslContext = Objects.requireNonNull(value, "sslContext");
        return self();
    }

    /**
     * Accepts a valid certificate of any other server: whoever has one can then read the mail and
     * the password. Give the server's real name to {@code to} instead, if at all possible.
     */
    public final B insecurelySkipServerIdentityCheck() {
        checkServerIdentity = false;
        return self();
    }

    /** Sets the user and the password to sign in with (RFC 4954: PLAIN or LOGIN), which need TLS. */
    public final B credentials(String user, String password) {
        if (user.indexOf('\0') >= 0 || password.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "The user or the password has a NUL, which separates the two in AUTH PLAIN; check where they come"
                            + " from.");
        }
        credentials = new SmtpSettings.Credentials(user, password);
        return self();
    }

    /** Sets the name for EHLO, which should resolve to this host; its IP address in brackets unless set. */
    public final B heloName(String value) {
        if (!HELO.matcher(value).matches()) {
            throw new IllegalArgumentException("EHLO name " + Texts.quote(value)
                    + " is neither a domain name in ASCII nor an address in brackets.");
        }
        heloName = value;
        return self();
    }

    /**
     * Sets which delivery status notifications to ask for where the server offers them (RFC 3461);
     * servers report failures unless set.
     */
    public final B dsn(DsnRequest value) {
        dsn = Objects.requireNonNull(value, "dsn");
        return self();
    }

    /**
     * Returns the transport, which connects with its first mail.
     *
     * @throws IllegalStateException if credentials or an SSL context are set, but TLS is not
     */
    public abstract T build();

    /** Returns this builder under its own type. */
    abstract B self();

    /** Returns what was collected, if it makes sense together. */
    final SmtpSettings settings() {
        if (sslContext != null && tls == TlsPolicy.PLAINTEXT) {
            throw new IllegalStateException(
                    "An SSL context is set, but plain text is asked for; leave one of the two out.");
        }
        if (credentials != null && tls == TlsPolicy.PLAINTEXT) {
            throw new IllegalStateException(
                    "Credentials would cross the network in the clear; use TLS, or leave them out.");
        }
        TlsFactory factory = new TlsFactory(sslContext == null ? defaultContext() : sslContext, checkServerIdentity);
        return new SmtpSettings(
                host,
                port,
                new SmtpSettings.Protection(tls, factory, credentials),
                new SmtpSettings.Timeouts(connectTimeout, commandTimeout, dataTimeout),
                new SmtpSettings.Limits(connections, idleTimeout, maxMailsPerConnection),
                new SmtpSettings.Protocol(heloName, dsn));
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
