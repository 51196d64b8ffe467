package dev.hato.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on the loopback interface that accepts every mail, keeps a ledger, delivers nothing,
 * and goes wrong exactly as told.
 *
 * <pre>{@code
 * try (SmtpSink sink = SmtpSink.start()) {
 *     sink.on(SmtpVerb.RCPT).times(1).reply("450 4.2.1 try later");
 *     MailTransport transport = SmtpTransport.to("localhost", sink.port()).plaintext().build();
 *     ...
 *     assertThat(sink.ledger().single()).hasSubject("ご注文ありがとうございます");
 * }
 * }</pre>
 *
 * <p>Starts a daemon thread that accepts connections and one for each connection. Thread-safe.
 */
public final class SmtpSink implements AutoCloseable {
    private final Builder options;
    private final ServerSocket server;
    private final SmtpLedger ledger;
    private final @Nullable SSLContext tls;
    private final List<SmtpRule> rules = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);

    private SmtpSink(Builder options) {
        this.options = options;
        ledger = new SmtpLedger(options.keepMails, options.keepCommands, options.journal, options.listener);
        tls = options.startTls || options.implicitTls ? SinkTls.server(options.certificate) : null;
        try {
            server = new ServerSocket();
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port), 512);
        } catch (IOException e) {
            throw new UncheckedIOException("The sink cannot listen on port " + options.port + ".", e);
        }
        daemon("smtp-sink-" + server.getLocalPort(), this::acceptConnections);
    }

    /** Starts a sink on a free port: without TLS, with the usual extensions. */
    public static SmtpSink start() {
        return builder().start();
    }

    /** Begins a sink with options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the port it listens on, at {@code localhost}. */
    public int port() {
        return server.getLocalPort();
    }

    /** Returns what was sent so far, and will be. */
    public SmtpLedger ledger() {
        return ledger;
    }

    /** Begins a rule for one point of the session; see {@link SmtpRule}. */
    public SmtpRule on(SmtpVerb verb) {
        return new SmtpRule(verb, rule -> rules.add(0, rule));
    }

    /** Drops all rules. */
    public void behave() {
        rules.clear();
    }

    /** Returns a context that trusts all certificates of sinks, and no others. */
    public SSLContext clientSslContext() {
        return SinkTls.client();
    }

    /** Closes all connections that are open now, as a server does that has lost patience with idle clients. */
    public void dropConnections() {
        open.forEach(SmtpSink::closeQuietly);
    }

    /** Sends a last reply over all open connections without TLS, unasked, and closes them. */
    public void dropConnections(String reply) {
        for (Socket socket : open) {
            try {
                socket.getOutputStream().write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it is closed below
            }
            closeQuietly(socket);
        }
    }

    /** Stops listening and closes all connections. The ledger stays readable. Repeating it is harmless. */
    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            dropConnections();
            ledger.close();
        }
    }

    private void acceptConnections() {
        while (true) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                if (closed.getCount() == 0) {
                    closeQuietly(socket); // it came while close() was dropping those it saw
                    return;
                }
                int number = ledger.connected();
                SinkSession session = new SinkSession(this, number, socket);
                daemon("smtp-sink-" + server.getLocalPort() + "-" + number, () -> {
                    try {
                        session.run();
                    } finally {
                        open.remove(socket);
                        closeQuietly(socket);
                    }
                });
            } catch (SocketException e) {
                return; // closed
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // the aim was to be rid of it
        }
    }

    @Nullable SmtpRule rule(SmtpVerb verb, String line) {
        if (rules.isEmpty()) {
            return null;
        }
        for (SmtpRule rule : rules) {
            if (rule.applies(verb, line)) {
                return rule;
            }
        }
        return null;
    }

    boolean mayInterruptData() {
        return rules.stream().anyMatch(rule -> rule.verb == SmtpVerb.BODY);
    }

    /** Waits, or returns true at once when the sink is closed. */
    boolean pause(Duration duration) throws InterruptedException {
        return closed.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    }

    Builder options() {
        return options;
    }

    @Nullable SSLContext tls() {
        return tls;
    }

    /** Collects how a sink behaves when it is not told otherwise. Not thread-safe. */
    public static final class Builder {
        private int port;
        private int keepMails = Integer.MAX_VALUE;
        private int keepCommands = 10_000;
        private @Nullable Path journal;
        private @Nullable Consumer<AcceptedMail> listener;
        private SinkCertificate certificate = SinkCertificate.LOCALHOST;
        boolean startTls;
        boolean implicitTls;
        boolean lenient;
        int packet;

        @Nullable String user;

        String password = "";
        List<String> extensions =
                List.of("PIPELINING", "SIZE 104857600", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES");

        private Builder() {}

        /** Sets the port; a free one unless set. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Sets the extensions named in answer to EHLO, besides STARTTLS and AUTH. */
        public Builder extensions(String... names) {
            extensions = List.of(names);
            return this;
        }

        /** Offers STARTTLS. */
        public Builder startTls() {
            startTls = true;
            return this;
        }

        /** Speaks TLS from the first octet. */
        public Builder implicitTls() {
            implicitTls = true;
            return this;
        }

        /** Sets the certificate shown; {@link SinkCertificate#LOCALHOST} unless set. */
        public Builder certificate(SinkCertificate value) {
            certificate = value;
            return this;
        }

        /** Offers AUTH PLAIN and LOGIN, and takes mail only after signing in with these. */
        public Builder credentials(String userName, String secret) {
            user = userName;
            password = secret;
            return this;
        }

        /** Takes bare CR and LF for line ends, as servers do that can be smuggled to. */
        public Builder lenientLineEnds() {
            lenient = true;
            return this;
        }

        /** Sends replies in packets of so many octets, wherever that cuts them; as they come unless set. */
        public Builder replyPackets(int octets) {
            packet = octets;
            return this;
        }

        /** Keeps only the first so many mails, and as many commands of each connection; others are counted. */
        public Builder keep(int count) {
            keepMails = count;
            keepCommands = count;
            return this;
        }

        /**
         * Writes each mail to a file of its own in a folder before it is accepted, and a line for each
         * into {@code index.tsv}: file, connection, sender, recipients, Message-ID.
         */
        public Builder journalTo(Path folder) {
            journal = folder;
            return this;
        }

        /** Tells of each mail before it is accepted, on the connection's thread. */
        public Builder onAccepted(Consumer<AcceptedMail> value) {
            listener = value;
            return this;
        }

        /** Starts the sink. */
        public SmtpSink start() {
            return new SmtpSink(this);
        }

        List<String> offers(boolean secured) {
            List<String> all = new ArrayList<>(extensions);
            if (startTls && !secured) {
                all.add("STARTTLS");
            }
            if (user != null) {
                all.add("AUTH PLAIN LOGIN");
            }
            return all;
        }
    }
}
