package dev.hato.smtp;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.Entry.Lease;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.Unknown;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Some mails of a queue on their way over one lane. It ends early, so that the rest goes over another
 * lane, when the lane has had its share, is at its limit, or does not work.
 *
 * <p>Outcomes reach the queue in the order of the mails, since the host may record the one before and
 * the beginning of the next together. So a mail that failed is offered to another lane right away if
 * the next one was given already, and after the row otherwise, when its place is free again.
 */
final class RouteRow implements MailQueue {
    /** Offers a mail to the lanes that it has not tried, until an outcome is certain. */
    interface Offer {
        SendOutcome offer(ReadyMail mail, BooleanSupplier mayBegin, Attempts tried, @Nullable Lane held);
    }

    private final Traffic traffic;
    private final Lease lease;
    private final MailQueue queue;
    private final Offer offer;
    private final Deque<ReadyMail> pending = new ArrayDeque<>();
    private @Nullable ReadyMail first;
    private @Nullable ReadyMail failed;
    private @Nullable Deferred failure;
    private @Nullable Throwable thrown;
    private int taken = 1;
    /** Whether the first mail without an outcome may be on its way; the one behind it never is. */
    private boolean begun = true;

    private boolean ended;
    private boolean empty;

    /**
     * Begins a row.
     *
     * @param lease a place on the lane, on which the first mail has begun
     */
    RouteRow(Traffic traffic, Lease lease, MailQueue queue, ReadyMail first, Offer offer) {
        this.traffic = traffic;
        this.lease = lease;
        this.queue = queue;
        this.first = first;
        this.offer = offer;
    }

    /** Sends the row; returns whether the queue may have more. Throws what the queue or the transport throws. */
    boolean send() {
        try {
            sendOver(lease.lane().route.transport());
        } catch (RuntimeException | Error e) {
            stopFor(e);
        } finally {
            traffic.leave(lease);
        }
        settle();
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        return !empty;
    }

    private void sendOver(MailTransport transport) {
        if (transport instanceof BulkTransport bulk) {
            bulk.sendAll(this);
            return;
        }
        ReadyMail mail = next();
        while (mail != null) {
            ReadyMail current = mail;
            outcome(current, transport.send(current, () -> mayBegin(current)));
            mail = next();
        }
    }

    @Override
    public @Nullable ReadyMail next() {
        ReadyMail mail = first;
        if (mail != null) {
            first = null;
            pending.add(mail);
            return mail;
        }
        if (ended || pending.size() > 1 || !traffic.another(lease, pending.size(), taken)) {
            ended = true;
            return null;
        }
        try {
            mail = queue.next();
        } catch (RuntimeException | Error e) {
            stopFor(e);
            throw e;
        } finally {
            if (mail == null) {
                traffic.cancel(lease);
                ended = true;
            }
        }
        if (mail == null) {
            empty = true;
            return null;
        }
        taken++;
        pending.add(mail);
        if (pending.size() == 1) {
            begin();
        }
        return mail;
    }

    /** Whether the queue lets the mail go; one that cannot say does not. */
    @Override
    public boolean mayBegin(ReadyMail mail) {
        try {
            return queue.mayBegin(mail);
        } catch (RuntimeException | Error e) {
            stopFor(e);
            return false;
        }
    }

    @Override
    public void outcome(ReadyMail mail, SendOutcome outcome) {
        if (!mail.equals(pending.peek())) {
            throw new IllegalStateException(
                    "The transport of route '" + lease.lane().route.name()
                            + "' gave an outcome out of its turn, or twice; the outcomes come in the order of the mails.");
        }
        Objects.requireNonNull(outcome, "The transport gave no outcome.");
        if (thrown != null && !begun && outcome instanceof Deferred) {
            // What threw was the queue, which may not have recorded that this one begins: it is not sent at all.
            pending.remove();
            traffic.cancel(lease);
            tell(mail, outcome);
            return;
        }
        if (!begun) {
            traffic.begun(lease);
        }
        traffic.done(lease, outcome);
        SendOutcome last = outcome;
        if (thrown == null && RoutedTransport.mayGoElsewhere(outcome) && outcome instanceof Deferred deferred) {
            ended = true;
            if (pending.size() == 1) {
                pending.remove();
                begun = false;
                failed = mail;
                failure = deferred;
                return;
            }
            last = elsewhere(mail, deferred, lease.lane());
        }
        pending.remove();
        begun = false;
        tell(mail, last);
        if (!pending.isEmpty()) {
            begin();
        }
    }

    private void begin() {
        traffic.begun(lease);
        begun = true;
    }

    /** Sees to it that every mail has its outcome, whatever the transport did. */
    private void settle() {
        ReadyMail mail = first != null ? first : pending.poll();
        if (mail != null) {
            stopFor(new IllegalStateException("The transport of route '"
                    + lease.lane().route.name() + "' ended a row without the outcome of each mail."));
            boolean maybeSent = first == null && begun;
            SendOutcome outcome = maybeSent
                    ? new Unknown("The transport ended without an outcome: " + thrown)
                    : new Deferred(Cause.ROUTE, 0, "The transport ended before the mail was begun: " + thrown);
            if (!begun) {
                traffic.cancel(lease);
            }
            traffic.done(lease, outcome);
            tellAtTheEnd(mail, outcome);
        }
        while (!pending.isEmpty()) {
            traffic.cancel(lease);
            tellAtTheEnd(
                    pending.remove(),
                    new Deferred(Cause.ROUTE, 0, "The transport ended before the mail was begun: " + thrown));
        }
        if (failed != null && failure != null) {
            tellAtTheEnd(failed, elsewhere(failed, failure, null));
        }
    }

    private void tellAtTheEnd(ReadyMail mail, SendOutcome outcome) {
        try {
            queue.outcome(mail, outcome);
        } catch (RuntimeException | Error e) {
            stopFor(e);
        }
    }

    private SendOutcome elsewhere(ReadyMail mail, Deferred why, @Nullable Lane held) {
        Attempts tried = new Attempts();
        tried.add(lease.lane(), why);
        try {
            return offer.offer(mail, () -> mayBegin(mail), tried, held);
        } catch (RuntimeException | Error e) {
            stopFor(e);
            return new Unknown("A transport threw " + e + ".");
        }
    }

    private void tell(ReadyMail mail, SendOutcome outcome) {
        try {
            queue.outcome(mail, outcome);
        } catch (RuntimeException | Error e) {
            stopFor(e);
            throw e;
        }
    }

    private void stopFor(Throwable e) {
        ended = true;
        if (thrown == null) {
            thrown = e;
        } else if (thrown != e) {
            thrown.addSuppressed(e);
        }
    }
}
