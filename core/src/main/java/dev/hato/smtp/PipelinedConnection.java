package dev.hato.smtp;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a server over which commands go in groups (RFC 2920), kept open from mail to mail.
 *
 * <p>A mail is offered, then its envelope is answered, then its content goes out, together with the
 * offer of the next one if there is one. To a server without PIPELINING each command goes alone.
 *
 * <p>Used by one thread at a time.
 */
final class PipelinedConnection implements MailConnection {
    /** What the answers to an envelope come to. */
    enum Envelope {
        /** The server waits for the content. */
        TAKEN,
        /** It refused, and {@link #refusal()} says how. */
        REFUSED,
        /** It had closed the kept-open connection; the mail was not begun. */
        NOT_BEGUN
    }

    /** A mail behind may wait for the answer to the one before for so long. */
    private static final Duration PROMPT = Duration.ofMillis(500);

    private final SmtpSettings settings;
    private final OutcomeRules rules;
    private final Wire wire;
    private final ServerExtensions server;
    private Phase phase = Phase.MAIL;
    private @Nullable SendOutcome refusal;
    private boolean needsReset;
    private boolean resetOffered;
    private boolean kept;
    private boolean usable = true;
    private boolean prompt = true;
    private int mails;

    PipelinedConnection(SmtpSettings settings, Wire wire, ServerExtensions server) {
        this.settings = settings;
        this.rules = new OutcomeRules(settings);
        this.wire = wire;
        this.server = server;
    }

    @Override
    public @Nullable SendOutcome transact(Transmission mail) {
        SendOutcome impossible = unsupported(mail);
        if (impossible != null) {
            return impossible;
        }
        return switch (envelope(mail, false)) {
            case TAKEN -> content(mail, null);
            case REFUSED -> refusal();
            case NOT_BEGUN -> null;
        };
    }

    /** Returns the outcome of a mail that this server can never be given, or null if it can. */
    @Nullable SendOutcome unsupported(Transmission mail) {
        return rules.unsupported(mail, server);
    }

    /**
     * Returns whether the next mail should be offered together with the content of one. Not to a server that
     * took long to answer the last: whether a mail may go was decided when it was asked for, and must not be an
     * old decision when its content leaves.
     */
    boolean chains() {
        return server.pipelining() && prompt;
    }

    /** Returns the outcome of the envelope that was refused last. */
    SendOutcome refusal() {
        SendOutcome outcome = refusal;
        if (outcome == null) {
            throw new IllegalStateException("no envelope was refused");
        }
        return outcome;
    }

    /** Writes the commands of an envelope, as far as they may go together, without sending them. */
    private void offer(Transmission mail) throws IOException {
        kept = mails++ > 0;
        resetOffered = needsReset;
        if (server.pipelining()) {
            if (resetOffered) {
                wire.command("RSET");
            }
            wire.command(mail.mailCommand(server, settings.dsn()));
            wire.command(mail.rcptCommand(server, settings.dsn()));
            wire.command("DATA");
        }
    }

    /**
     * Learns what the server says to the envelope of a mail.
     *
     * @param offered whether it went out with the content of the mail before
     */
    Envelope envelope(Transmission mail, boolean offered) {
        refusal = null;
        usable = false; // until this mail has come to a known end
        wire.deadlineIn(settings.timeouts().command());
        try {
            if (!offered) {
                phase = Phase.MAIL;
                if (wire.hasUnaskedReply()) {
                    kept = mails > 0;
                    throw new IOException("the server said more than it was asked");
                }
                offer(mail);
                wire.flush();
            }
            return answered(mail);
        } catch (IOException e) {
            if (kept && OutcomeRules.closedByServer(e)) {
                return Envelope.NOT_BEGUN;
            }
            return refused(rules.broken(e, phase, false, mail.recipient()));
        }
    }

    private Envelope answered(Transmission mail) throws IOException {
        if (resetOffered) {
            Reply reset = answer(Phase.RSET, mail);
            if (!reset.accepted()) {
                return kept ? Envelope.NOT_BEGUN : refused(rules.routeFailed(reset, mail.recipient()));
            }
            needsReset = false;
        }
        Reply begun = answer(Phase.MAIL, mail);
        if (begun.closing() && kept) {
            return Envelope.NOT_BEGUN;
        }
        if (!begun.accepted()) {
            return refused(begun, mail);
        }
        needsReset = true;
        kept = false; // from here on a broken connection is no longer a stale one
        Reply rcpt = answer(Phase.RCPT, mail);
        if (!rcpt.accepted()) {
            return refused(rcpt, mail);
        }
        Reply data = answer(Phase.DATA, mail);
        if (data.code() != 354) {
            return refused(data, mail);
        }
        if (wire.hasUnaskedReply()) {
            // It would be taken for the verdict on the content.
            return refused(OutcomeRules.notSent("Server " + settings.server()
                    + " broke the protocol: it said more than it was asked, before it had the mail"));
        }
        return Envelope.TAKEN;
    }

    /** Returns the reply to a command, which is sent before only if commands cannot go together. */
    private Reply answer(Phase next, Transmission mail) throws IOException {
        phase = next;
        if (!server.pipelining()) {
            wire.command(
                    switch (next) {
                        case MAIL -> mail.mailCommand(server, settings.dsn());
                        case RCPT -> mail.rcptCommand(server, settings.dsn());
                        default -> next.toString();
                    });
            wire.flush();
        }
        return wire.reply(next);
    }

    private Envelope refused(Reply reply, Transmission mail) {
        SendOutcome outcome = rules.refused(reply, phase, mail.recipient());
        usable = reply.leavesSessionOpen() && (!server.pipelining() || canGoOn());
        return refused(outcome);
    }

    private Envelope refused(SendOutcome outcome) {
        refusal = outcome;
        return Envelope.REFUSED;
    }

    /**
     * Reads the replies to the commands behind a refused one, and returns whether the session can go on.
     * Where DATA is not refused too it cannot: an end of data would make the server deliver something
     * (RFC 2920, 3.1).
     */
    private boolean canGoOn() {
        try {
            Reply reply = null;
            int behind = switch (phase) {
                case MAIL -> 2;
                case RCPT -> 1;
                default -> 0;
            };
            for (int left = behind; left > 0; left--) {
                reply = wire.reply(left == 1 ? Phase.DATA : Phase.RCPT);
            }
            return reply == null || reply.leavesSessionOpen();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Sends the content of a mail whose envelope was taken, and the offer of the next, and returns
     * what became of the first.
     */
    SendOutcome content(Transmission mail, @Nullable Transmission next) {
        phase = Phase.CONTENT;
        usable = false;
        if (!mail.mayBegin().getAsBoolean()) {
            return Withdrawn.OUTCOME; // the server waits for content, so only the end of the connection ends this
        }
        wire.beginOfMail();
        wire.deadlineIn(settings.timeouts().data());
        try {
            mail.payload().writeTo(wire);
            wire.endOfMail();
            needsReset = false;
            if (next != null) {
                offer(next);
            }
            wire.flush();
            phase = Phase.END_OF_DATA;
            wire.deadlineIn(settings.timeouts().data());
            long asked = System.nanoTime();
            Reply end = wire.reply(Phase.END_OF_DATA);
            prompt = System.nanoTime() - asked < PROMPT.toNanos();
            usable = end.accepted() || end.leavesSessionOpen();
            return rules.ended(end, mail.recipient());
        } catch (IOException e) {
            return rules.broken(e, phase, wire.tookMail(), mail.recipient());
        }
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
    public void quit() {
        wire.close("QUIT");
    }

    @Override
    public void abort() {
        wire.abort();
    }
}
