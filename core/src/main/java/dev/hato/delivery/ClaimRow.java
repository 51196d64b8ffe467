package dev.hato.delivery;

import dev.hato.delivery.Act.Decision;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Claims as a transport wants them for a row: the outcome of each is recorded before the content of the next
 * one leaves, and in the same transaction the one behind that begins, so that a mail waits for one commit.
 *
 * <p>A mail whose send has begun and that was not handed to the transport is given back at the end of the row.
 * One that had to wait is looked at again, when it is handed over and right before its content leaves: consent
 * may have been withdrawn meanwhile. Used by one thread.
 */
final class ClaimRow implements MailQueue {
    /** What was read of consent longer ago than this is read again. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(250);

    private final Round round;
    private final MailSender sender;
    private final Watch watch;
    private final Supplier<@Nullable Job> source;
    private final Deque<Begun> ahead = new ArrayDeque<>(2);
    private final IdentityHashMap<ReadyMail, Begun> given = new IdentityHashMap<>(4);
    private @Nullable Job first;
    private boolean over;

    /** A mail whose send has begun. */
    private static final class Begun {
        final Prepared.Ready mail;
        long readAt;
        /** The transport was told not to send it. */
        boolean withdrawn;
        /** It was withdrawn, and what became of it is recorded. */
        boolean settled;

        Begun(Prepared.Ready mail, long readAt) {
            this.mail = mail;
            this.readAt = readAt;
        }
    }

    /**
     * Begins a row.
     *
     * @param first has been taken from the round already
     * @param source gives the further ones, null for none
     */
    ClaimRow(Round round, MailSender sender, Watch watch, Job first, Supplier<@Nullable Job> source) {
        this.round = round;
        this.sender = sender;
        this.watch = watch;
        this.first = first;
        this.source = source;
    }

    /** Sends the row over a transport that takes one mail at a time. */
    void sendOneByOne(MailTransport transport) {
        ReadyMail mail = next();
        while (mail != null) {
            ReadyMail current = mail;
            SendOutcome outcome = transport.send(current, () -> mayBegin(current));
            outcome(current, Objects.requireNonNull(outcome, "The transport gave no outcome."));
            mail = next();
        }
    }

    @Override
    public @Nullable ReadyMail next() {
        List<ReadyMail> mails = next(1);
        return mails.isEmpty() ? null : mails.get(0);
    }

    @Override
    public List<ReadyMail> next(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("The limit is " + limit + "; ask for at least one mail.");
        }
        readOldAgain();
        while (ahead.isEmpty() && !over) {
            List<Job> jobs = take(limit);
            if (jobs.isEmpty()) {
                break;
            }
            exchange(new ArrayList<>(), jobs);
        }
        List<ReadyMail> mails = new ArrayList<>(Math.min(limit, ahead.size()));
        while (mails.size() < limit && !ahead.isEmpty() && goesOn()) {
            Begun begun = ahead.remove();
            given.put(begun.mail.mail(), begun);
            mails.add(begun.mail.mail());
        }
        return mails;
    }

    /** Whether mails that have begun are still to be handed over. */
    private boolean goesOn() {
        return !over && !round.isStopped() && !Thread.currentThread().isInterrupted();
    }

    private List<Job> take(int limit) {
        List<Job> jobs = new ArrayList<>();
        Job job = first == null ? source.get() : first;
        first = null;
        while (job != null) {
            jobs.add(job);
            job = jobs.size() < limit ? source.get() : null;
        }
        return jobs;
    }

    /** Begins those again that have waited, with what is known of their recipients now. */
    private void readOldAgain() {
        long now = watch.nanos();
        List<Prepared> old = new ArrayList<>();
        for (Begun begun : List.copyOf(ahead)) {
            if (now - begun.readAt >= FRESH || sender.isHeld(begun.mail)) {
                ahead.remove(begun);
                old.add(begun.mail);
            }
        }
        if (!old.isEmpty()) {
            record(old);
        }
    }

    @Override
    public boolean mayBegin(ReadyMail mail) {
        Begun begun = given.get(mail);
        if (begun == null) {
            throw new IllegalStateException("The transport asks for a mail that it was not given, or has told of.");
        }
        if (!begun.withdrawn && (watch.nanos() - begun.readAt >= FRESH || sender.isHeld(begun.mail))) {
            readAgain(begun);
        }
        // asked last: reading may have taken long
        begun.withdrawn |= !begun.mail.job().isHeld(watch.nanos());
        return !begun.withdrawn;
    }

    private void readAgain(Begun begun) {
        Job job = begun.mail.job();
        Decision decision = sender.commit(List.of(begun.mail.act())).get(0);
        if (decision instanceof Decision.Go) {
            begun.readAt = watch.nanos();
            return;
        }
        begun.withdrawn = true;
        begun.settled = !(decision instanceof Decision.Changed); // that one is given back, and made anew later
        if (decision instanceof Decision.Ended ended) {
            round.done(job, new MailSender.Result(ended.completion(), null));
        } else if (decision instanceof Decision.Lost) {
            round.done(job, null);
        } else if (decision instanceof Decision.Failed failed) {
            over = true;
            round.broken(job, failed.cause());
        }
    }

    @Override
    public void outcome(ReadyMail mail, SendOutcome outcome) {
        List<Prepared> endings = endings(List.of(new Result(mail, outcome)));
        boolean goes = !over && ahead.isEmpty() && leavesTheRouteOpen(outcome);
        tell(endings, goes ? take(1) : List.of());
    }

    @Override
    public void outcomes(List<Result> results) {
        tell(endings(results), List.of());
    }

    private static boolean leavesTheRouteOpen(SendOutcome outcome) {
        return !(outcome instanceof SendOutcome.Unknown)
                && !(outcome instanceof SendOutcome.Deferred deferred && deferred.cause() == SendOutcome.Cause.ROUTE);
    }

    private void tell(List<Prepared> endings, List<Job> following) {
        Throwable failure = exchange(endings, following);
        if (failure instanceof Error error) {
            throw error; // keeps the content of a mail behind it from being sent
        }
        if (failure != null) {
            throw (RuntimeException) failure;
        }
    }

    private List<Prepared> endings(List<Result> results) {
        for (Result result : results) {
            if (!given.containsKey(result.mail())) {
                throw new IllegalStateException("The transport tells an outcome of a mail that has none to come.");
            }
        }
        List<Prepared> endings = new ArrayList<>(results.size() + 1);
        for (Result result : results) {
            Begun begun = Objects.requireNonNull(given.remove(result.mail()), "told twice");
            Job job = begun.mail.job();
            if (!begun.withdrawn || !(result.outcome() instanceof SendOutcome.Deferred)) {
                endings.add(sender.ended(job, result.outcome()));
            } else if (!begun.settled) {
                endings.add(new Prepared.Back(job));
            }
        }
        return endings;
    }

    /** Makes the mails of these jobs, and records it all; returns what kept an ending from being recorded. */
    private @Nullable Throwable exchange(List<Prepared> endings, List<Job> jobs) {
        for (Job job : jobs) {
            if (over) {
                endings.add(new Prepared.Back(job));
                continue;
            }
            try {
                endings.add(sender.prepare(job));
            } catch (RuntimeException | Error e) {
                over = true;
                round.broken(job, e);
            }
        }
        return record(endings);
    }

    /** Records endings and begins what is ready, together; what has begun stands ahead afterwards. */
    private @Nullable Throwable record(List<Prepared> all) {
        Throwable failure = null;
        List<Prepared> left = all;
        while (!left.isEmpty()) {
            List<Act> acts = new ArrayList<>(left.size());
            for (Prepared prepared : left) {
                acts.add(prepared.act());
            }
            List<Decision> decisions = sender.commit(acts);
            List<Prepared> again = new ArrayList<>();
            for (int i = 0; i < acts.size(); i++) {
                Prepared prepared = left.get(i);
                Decision decision = decisions.get(i);
                if (prepared instanceof Prepared.Ready ready) {
                    begun(ready, decision, again);
                } else if (decision instanceof Decision.Failed failed) {
                    over = true;
                    round.broken(prepared.job(), failed.cause());
                    failure = failure == null ? failed.cause() : failure;
                } else {
                    ended(prepared, decision);
                }
            }
            left = again;
        }
        return failure;
    }

    private void ended(Prepared ending, Decision decision) {
        MailSender.Result result = null;
        if (ending instanceof Prepared.Over over) {
            if (decision instanceof Decision.Ended) {
                result = over.result();
            } else {
                MailSender.lost(over);
            }
        }
        round.done(ending.job(), result);
    }

    private void begun(Prepared.Ready ready, Decision decision, List<Prepared> again) {
        Job job = ready.job();
        if (decision instanceof Decision.Go) {
            ahead.add(new Begun(ready, watch.nanos()));
        } else if (decision instanceof Decision.Ended ended) {
            round.done(job, new MailSender.Result(ended.completion(), null));
        } else if (decision instanceof Decision.Failed failed) {
            over = true;
            round.broken(job, failed.cause());
        } else if (decision instanceof Decision.Changed) {
            try {
                again.add(sender.prepareAgain(job));
            } catch (RuntimeException | Error e) {
                over = true;
                round.broken(job, e);
            }
        } else {
            round.done(job, null);
        }
    }

    /** Ends the row after a transport that returned, which must have told all outcomes. */
    void end() {
        boolean unasked = first != null && !Thread.currentThread().isInterrupted();
        if (unasked || !given.isEmpty()) {
            throw new IllegalStateException("The transport returned and left " + (given.size() + (unasked ? 1 : 0))
                    + " mails without an outcome.");
        }
        giveBack();
    }

    /** Gives back what the transport was not given. */
    private void giveBack() {
        List<Prepared> left = new ArrayList<>();
        ahead.forEach(begun -> left.add(new Prepared.Back(begun.mail.job())));
        ahead.clear();
        if (first != null) {
            left.add(new Prepared.Back(first));
            first = null;
        }
        record(left);
    }

    /**
     * Ends the row after a transport that threw. Of the mails of which it told nothing it may have sent any. Where
     * an error broke this process, they are left as they are, and their leases run out.
     */
    void abandon(Throwable cause) {
        over = true;
        List<Prepared> left = new ArrayList<>();
        for (Begun begun : given.values()) {
            round.broken(begun.mail.job(), cause);
            if (cause instanceof RuntimeException && !begun.settled) {
                left.add(sender.brokenOff(begun.mail.job(), cause));
            }
        }
        given.clear();
        if (first != null) {
            round.broken(first, cause);
            first = null;
        }
        round.broken(cause);
        record(left);
        giveBack();
    }
}
