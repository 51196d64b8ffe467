package dev.hato.smtp;

import dev.hato.message.ReadyMail;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Sends one queue's mails in a row. Used by one thread. */
final class MailRow {
    /** After so many mails a row lets others have its connection, if they wait for one. */
    private static final int TURN = 100;

    private final SmtpSender<PipelinedConnection> sender;
    private final ConnectionPool<PipelinedConnection> pool;
    private final MailQueue queue;
    private @Nullable PipelinedConnection connection;
    private @Nullable Throwable thrown;
    private int sentInTurn;

    MailRow(SmtpSender<PipelinedConnection> sender, MailQueue queue) {
        this.sender = sender;
        this.pool = sender.pool();
        this.queue = queue;
    }

    /** A mail of the queue, and how far it came. */
    private static final class Entry {
        final ReadyMail mail;
        final Transmission content;
        /** Its envelope went out with the content of the mail before. */
        boolean offered;
        /** A connection that had been closed by the server was tried for it already. */
        boolean begunAgain;

        Entry(ReadyMail mail, BooleanSupplier mayBegin) {
            this.mail = mail;
            this.content = Transmission.of(mail, mayBegin);
        }
    }

    void run() {
        Entry entry = ask();
        while (entry != null) {
            SendOutcome noTurn = sender.awaitTurn();
            if (noTurn != null) {
                tell(entry, noTurn);
                entry = ask();
                continue;
            }
            try {
                entry = turn(entry);
            } finally {
                giveBack();
                pool.release();
            }
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Sends mails until there are none, or somebody else's turn has come, and returns the mail that is left then. */
    private @Nullable Entry turn(Entry first) {
        sentInTurn = 0;
        Entry entry = first;
        while (entry != null && (entry.offered || !mustGiveWay())) {
            entry = step(entry);
        }
        return entry;
    }

    private boolean mustGiveWay() {
        return pool.closed() || (sentInTurn >= TURN && pool.contended());
    }

    /** Takes a mail one step on, and returns it if it has no outcome yet, or else the one behind it. */
    private @Nullable Entry step(Entry entry) {
        PipelinedConnection over;
        try {
            over = connect(entry);
        } catch (OpeningFailedException e) {
            tell(entry, e.outcome(entry.content.recipient()));
            return ask();
        }
        SendOutcome impossible = entry.offered ? null : over.unsupported(entry.content);
        if (impossible != null) {
            tell(entry, impossible);
            return ask();
        }
        switch (over.envelope(entry.content, entry.offered)) {
            case NOT_BEGUN -> {
                entry.offered = false;
                if (!entry.begunAgain) {
                    entry.begunAgain = true;
                    return entry;
                }
                tell(entry, OutcomeRules.notSent("The server closed a new connection at once"));
                return ask();
            }
            case REFUSED -> {
                tell(entry, over.refusal());
                return ask();
            }
            case TAKEN -> {
                return deliver(over, entry);
            }
        }
        throw new IllegalStateException("no such step");
    }

    private @Nullable Entry deliver(PipelinedConnection over, Entry entry) {
        sentInTurn++;
        boolean chains = over.chains() && pool.hasRoom(over) && !mustGiveWay();
        Entry next = chains ? ask() : null;
        boolean offers = next != null && over.unsupported(next.content) == null;
        SendOutcome outcome = over.content(entry.content, offers && next != null ? next.content : null);
        tell(entry, outcome);
        if (next == null) {
            return chains ? null : ask();
        }
        next.offered = offers && over.usable();
        if (thrown != null) {
            giveUp(next);
            return null;
        }
        return next;
    }

    /** The queue failed while the envelope of one of its mails was on its way: no content may follow. */
    private void giveUp(Entry entry) {
        if (entry.offered && connection != null) {
            connection.abort();
            connection = null;
        }
        tell(entry, OutcomeRules.notSent("The row of mails was ended by an exception before this one was sent"));
    }

    private PipelinedConnection connect(Entry entry) throws OpeningFailedException {
        PipelinedConnection open = connection;
        if (open != null && (entry.offered || (open.usable() && pool.hasRoom(open)))) {
            return open;
        }
        giveBack();
        PipelinedConnection kept = entry.begunAgain ? null : pool.kept();
        PipelinedConnection fresh = kept != null ? kept : pool.open();
        connection = fresh;
        return fresh;
    }

    private void giveBack() {
        if (connection != null) {
            pool.giveBack(connection);
            connection = null;
        }
    }

    /** Returns the queue's next mail, or null at its end, after an interrupt and after it failed. */
    private @Nullable Entry ask() {
        if (thrown != null || Thread.currentThread().isInterrupted()) {
            return null;
        }
        try {
            ReadyMail mail = queue.next();
            return mail == null ? null : new Entry(mail, () -> mayBegin(mail));
        } catch (RuntimeException | Error e) {
            thrown = e;
            return null;
        }
    }

    /** A queue that cannot say does not let the mail go. */
    private boolean mayBegin(ReadyMail mail) {
        try {
            return queue.mayBegin(mail);
        } catch (RuntimeException | Error e) {
            failed(e);
            return false;
        }
    }

    private void failed(Throwable e) {
        if (thrown == null) {
            thrown = e;
        } else if (thrown != e) {
            thrown.addSuppressed(e);
        }
    }

    private void tell(Entry entry, SendOutcome outcome) {
        try {
            queue.outcome(entry.mail, outcome);
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }
}
