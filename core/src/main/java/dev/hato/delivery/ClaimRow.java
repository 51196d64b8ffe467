package dev.hato.delivery;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Claims as a transport wants them for a row: each is made and begun when the server is about to take
 * it, and its outcome recorded before the content of the next one leaves.
 *
 * <p>Used by one thread.
 */
final class ClaimRow implements MailQueue {
    private final Round round;
    private final MailSender sender;
    private final Supplier<@Nullable Claim> source;
    private final IdentityHashMap<ReadyMail, Claim> begun = new IdentityHashMap<>(4);
    private @Nullable Claim next;

    /**
     * Begins a row.
     *
     * @param first has been taken from the round already
     * @param source gives the further ones, null for none
     */
    ClaimRow(Round round, MailSender sender, Claim first, Supplier<@Nullable Claim> source) {
        this.round = round;
        this.sender = sender;
        this.next = first;
        this.source = source;
    }

    @Override
    public @Nullable ReadyMail next() {
        Claim claim = next == null ? source.get() : next;
        next = null;
        while (claim != null) {
            try {
                MailSender.Begun started = sender.begin(claim);
                ReadyMail mail = started.mail();
                if (mail != null) {
                    begun.put(mail, claim);
                    return mail;
                }
                round.done(claim, started.result());
            } catch (RuntimeException | Error e) {
                round.broken(claim, e);
                return null;
            }
            claim = source.get();
        }
        return null;
    }

    @Override
    public void outcome(ReadyMail mail, SendOutcome outcome) {
        Claim claim = begun.remove(mail);
        if (claim == null) {
            throw new IllegalStateException("The transport tells an outcome of a mail that has none to come.");
        }
        try {
            round.done(claim, sender.finish(claim, outcome));
        } catch (RuntimeException | Error e) {
            round.broken(claim, e);
            throw e; // keeps the content of a mail behind it from being sent
        }
    }

    /** Checks that a transport which returned has told all outcomes. */
    void requireDone() {
        if (next != null || !begun.isEmpty()) {
            throw new IllegalStateException("The transport returned and left " + (begun.size() + (next == null ? 0 : 1))
                    + " mails without an outcome.");
        }
    }

    /** Records those mails of which a transport that threw told nothing; one it never asked for was not begun. */
    void abandon(Throwable cause) {
        List<Claim> left = new ArrayList<>(begun.values());
        begun.clear();
        for (Claim claim : left) {
            try {
                sender.broken(claim, cause);
            } catch (RuntimeException | Error e) {
                cause.addSuppressed(e);
            }
            round.broken(claim, cause);
        }
        if (next != null) {
            round.broken(next, cause);
            next = null;
        }
    }
}
