package dev.hato.smtp;

import org.jspecify.annotations.Nullable;

/** Sends a mail over a pooled connection, and once more where a kept-open one had been closed. Thread-safe. */
final class SmtpSender<C extends MailConnection> {
    private final SmtpSettings settings;
    private final ConnectionPool<C> pool;

    SmtpSender(SmtpSettings settings, ConnectionPool.Opener<C> opener) {
        this.settings = settings;
        this.pool = new ConnectionPool<>(settings, opener);
    }

    ConnectionPool<C> pool() {
        return pool;
    }

    SendOutcome send(Transmission mail) {
        SendOutcome noTurn = awaitTurn();
        if (noTurn != null) {
            return noTurn;
        }
        try {
            C kept = pool.kept();
            if (kept != null) {
                SendOutcome outcome = over(kept, mail);
                if (outcome != null) {
                    return outcome;
                }
            }
            SendOutcome outcome = over(pool.open(), mail);
            return outcome != null ? outcome : OutcomeRules.notSent("The server closed a new connection at once");
        } catch (OpeningFailedException e) {
            return e.outcome(mail.recipient());
        } finally {
            pool.release();
        }
    }

    private @Nullable SendOutcome over(C connection, Transmission mail) {
        try {
            return connection.transact(mail);
        } finally {
            pool.giveBack(connection);
        }
    }

    /** Waits for the right to a connection, which {@link ConnectionPool#release()} ends, or says why there is none. */
    @Nullable SendOutcome awaitTurn() {
        try {
            if (pool.closed()) {
                return OutcomeRules.notSent("This transport is closed");
            }
            if (!pool.acquire(settings.timeouts().connect())) {
                return OutcomeRules.notSent("All connections to " + settings.server() + " were busy for "
                        + settings.timeouts().connect());
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OutcomeRules.notSent("The thread was interrupted before the mail was begun");
        }
    }
}
