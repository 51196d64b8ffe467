package dev.hato.smtp;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps connections open between mails, and never more than allowed. Thread-safe. */
final class ConnectionPool<C extends MailConnection> {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpTransport.class);

    /** Opens a connection that is ready for mail. */
    interface Opener<C extends MailConnection> {
        C open() throws OpeningFailedException;
    }

    /** A connection that waits for its next mail. */
    private record Idle<C>(C connection, long sinceNanos) {
        boolean isStale(Duration patience) {
            return System.nanoTime() - sinceNanos >= patience.toNanos();
        }
    }

    private final SmtpSettings settings;
    private final Opener<C> opener;
    private final Semaphore permits;
    private final Deque<Idle<C>> idle = new ArrayDeque<>();
    private volatile boolean closed;

    ConnectionPool(SmtpSettings settings, Opener<C> opener) {
        this.settings = settings;
        this.opener = opener;
        this.permits = new Semaphore(settings.limits().connections(), true);
    }

    /** Waits for the right to a connection; false if none became free in time. */
    boolean acquire(Duration patience) throws InterruptedException {
        return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    void release() {
        permits.release();
    }

    /** Returns whether somebody waits for the right to a connection. */
    boolean contended() {
        return permits.hasQueuedThreads();
    }

    boolean closed() {
        return closed;
    }

    /** Returns the connection that was used last, or null if none is open; closes those idle for too long. */
    @Nullable C kept() {
        Idle<C> newest;
        Deque<Idle<C>> stale = new ArrayDeque<>();
        synchronized (idle) {
            while (true) {
                Idle<C> oldest = idle.peekLast();
                if (oldest == null || !oldest.isStale(settings.limits().idleTimeout())) {
                    break;
                }
                stale.add(idle.removeLast());
            }
            newest = idle.pollFirst();
        }
        stale.forEach(old -> quit(old.connection()));
        return newest == null ? null : newest.connection();
    }

    C open() throws OpeningFailedException {
        C connection = opener.open();
        LOG.debug("Connected to {}", settings.server());
        return connection;
    }

    /** Returns whether another mail may be begun on the connection. */
    boolean hasRoom(C connection) {
        return connection.mails() < settings.limits().maxMails();
    }

    /** Keeps the connection for the next mail if it can take one, or else closes it. */
    void giveBack(C connection) {
        if (!connection.usable()) {
            LOG.debug("Dropped a connection to {} after {} mails", settings.server(), connection.mails());
            connection.abort();
            return;
        }
        if (hasRoom(connection)) {
            synchronized (idle) {
                if (!closed) {
                    idle.addFirst(new Idle<>(connection, System.nanoTime()));
                    return;
                }
            }
        }
        quit(connection);
    }

    private void quit(C connection) {
        LOG.debug("Closing a connection to {} after {} mails", settings.server(), connection.mails());
        connection.quit();
    }

    void close() {
        Deque<Idle<C>> all;
        synchronized (idle) {
            closed = true;
            all = new ArrayDeque<>(idle);
            idle.clear();
        }
        all.forEach(kept -> quit(kept.connection()));
    }
}
