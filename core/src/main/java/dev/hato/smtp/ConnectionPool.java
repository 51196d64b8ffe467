package dev.hato.smtp;

import jakarta.mail.Session;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps connections open between mails, and never more than allowed. Thread-safe. */
final class ConnectionPool {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpTransport.class);

    private final Session session;
    private final SmtpSettings settings;
    private final Semaphore permits;
    private final Duration idleTimeout;
    private final int maxMails;
    private final Deque<SmtpConnection> idle = new ArrayDeque<>();
    private volatile boolean closed;

    ConnectionPool(SmtpSettings settings, int connections, Duration idleTimeout, int maxMails) {
        this.settings = settings;
        this.permits = new Semaphore(connections);
        this.idleTimeout = idleTimeout;
        this.maxMails = maxMails;
        this.session = Session.getInstance(settings.properties());
    }

    /** Waits for the right to a connection; false if none became free in time. */
    boolean acquire(Duration patience) throws InterruptedException {
        return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void release() {
        permits.release();
    }

    boolean closed() {
        return closed;
    }

    /** Returns the connection that was used last, or null if none is open; closes those idle for too long. */
    @Nullable SmtpConnection kept() {
        SmtpConnection newest;
        Deque<SmtpConnection> stale = new ArrayDeque<>();
        synchronized (idle) {
            while (true) {
                SmtpConnection oldest = idle.peekLast();
                if (oldest == null || oldest.idle().compareTo(idleTimeout) < 0) {
                    break;
                }
                stale.add(idle.removeLast());
            }
            newest = idle.pollFirst();
        }
        stale.forEach(this::quit);
        return newest;
    }

    SmtpConnection open() throws SmtpConnection.Failure {
        SmtpConnection connection = SmtpConnection.open(session, settings);
        LOG.debug("Connected to {}", settings.server());
        return connection;
    }

    /** Keeps the connection for the next mail if it can take one, or else closes it. */
    void giveBack(SmtpConnection connection) {
        if (!connection.usable()) {
            LOG.debug("Dropped a connection to {} after {} mails", settings.server(), connection.mails());
            connection.abort();
            return;
        }
        if (connection.mails() < maxMails) {
            connection.becomeIdle();
            synchronized (idle) {
                if (!closed) {
                    idle.addFirst(connection);
                    return;
                }
            }
        }
        quit(connection);
    }

    private void quit(SmtpConnection connection) {
        LOG.debug("Closing a connection to {} after {} mails", settings.server(), connection.mails());
        connection.quit();
    }

    void close() {
        Deque<SmtpConnection> all;
        synchronized (idle) {
            closed = true;
            all = new ArrayDeque<>(idle);
            idle.clear();
        }
        all.forEach(this::quit);
    }
}
