package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.delivery.Act.Decision;
import dev.hato.dkim.DkimSigner;
import dev.hato.message.MissingField;
import dev.hato.message.MissingFieldException;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What takes claimed mails all the way: render, begin, offer to the server, record. Thread-safe. */
final class MailSender {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

    /** A route that does not work is tried again sooner than a server that refused. */
    private static final Duration ROUTE_DELAY = Duration.ofMinutes(1);

    private final EngineSettings settings;
    private final Stores stores;
    private final Composer composer;
    private final NoSendWindows windows;
    private final GroupCommit commits;

    MailSender(EngineSettings settings) {
        this.settings = settings;
        this.stores = settings.stores();
        this.composer = new Composer(settings);
        this.windows = NoSendWindows.of(settings);
        this.commits = new GroupCommit(new Exchange(stores, settings.clock(), windows)::take);
    }

    /** Returns where transactions of several mails run. */
    GroupCommit commits() {
        return commits;
    }

    /**
     * Sends the mail if it may be sent, and records what became of it.
     *
     * @return what was recorded, and whether the route failed; null if somebody else holds the mail
     */
    @Nullable Result send(Job job) {
        Prepared prepared = prepare(job);
        while (prepared instanceof Prepared.Ready ready) {
            Decision decision = commit(ready.act());
            if (decision instanceof Decision.Go) {
                return offer(ready);
            }
            if (decision instanceof Decision.Ended ended) {
                return new Result(ended.completion(), null);
            }
            if (decision instanceof Decision.Lost) {
                return null;
            }
            prepared = prepareAgain(job);
        }
        return record((Prepared.Over) prepared);
    }

    private @Nullable Result offer(Prepared.Ready ready) {
        Job job = ready.job();
        AtomicBoolean withdrawn = new AtomicBoolean();
        SendOutcome outcome;
        try {
            outcome = settings.transport().send(ready.mail(), () -> {
                withdrawn.set(!job.isHeld(System.nanoTime()));
                return !withdrawn.get();
            });
            Objects.requireNonNull(outcome, "The transport gave no outcome.");
        } catch (RuntimeException e) {
            commit(brokenOff(job, e).act());
            throw e;
        }
        if (withdrawn.get() && outcome instanceof SendOutcome.Deferred) {
            commit(new Prepared.Back(job).act());
            return null;
        }
        return record(ended(job, outcome));
    }

    private @Nullable Result record(Prepared.Over over) {
        Decision decision = commit(over.act());
        if (decision instanceof Decision.Ended) {
            return over.result();
        }
        lost(over);
        return null;
    }

    /** Records one act, or throws what kept it from being recorded. */
    private Decision commit(Act act) {
        Decision decision = commit(List.of(act)).get(0);
        if (decision instanceof Decision.Failed failed) {
            if (failed.cause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.cause();
        }
        return decision;
    }

    /** Records what the acts say, together, and tells the listener; answers in their order. */
    List<Decision> commit(List<Act> acts) {
        List<Decision> decisions = commits.commit(acts);
        for (Decision decision : decisions) {
            if (decision instanceof Decision.Ended ended) {
                Completion completion = ended.completion();
                settings.listener().mailChanged(completion.claim().key(), completion.progress());
            }
        }
        return decisions;
    }

    /** Returns whether a window holds the mail now, as far as is known of its contact. */
    boolean isHeld(Prepared.Ready ready) {
        Contact rendered = ready.rendered();
        Job job = ready.job();
        Contact contact = rendered == null ? job.contact() : rendered;
        return windows.heldUntil(job.claim().mail().kind(), contact, now()) != null;
    }

    /**
     * Puts back what a window holds, all together, before anything is made of it: a window that holds a large delivery
     * costs little and lets others pass.
     *
     * @return the other jobs, of which anything else that keeps them from being sent is still to be seen
     */
    List<Job> putBackHeld(List<Job> jobs, Round round) {
        List<Job> free = new ArrayList<>(jobs.size());
        List<Act> held = new ArrayList<>();
        Instant now = now();
        for (Job job : jobs) {
            Claim claim = job.claim();
            boolean open = windows.concern(claim.mail().kind()) && Turn.refusal(claim, job.delivery(), now) == null;
            Completion hold = open ? windows.hold(claim, job.contact(), now) : null;
            if (hold == null) {
                free.add(job);
            } else {
                held.add(new Act.End(job, hold));
            }
        }
        if (!held.isEmpty()) {
            List<Decision> decisions = commit(held);
            for (int i = 0; i < decisions.size(); i++) {
                round.decided(held.get(i).job(), decisions.get(i));
            }
        }
        return free;
    }

    /** Gives mails back that nobody began. */
    void giveBack(List<Job> jobs) {
        if (!jobs.isEmpty()) {
            List<Act> acts = new ArrayList<>(jobs.size());
            jobs.forEach(job -> acts.add(new Prepared.Back(job).act()));
            commit(acts);
        }
    }

    /** Says that an outcome came too late to be recorded. */
    static void lost(Prepared.Over over) {
        LOG.warn(
                "The lease of mail {} ended during its send, or its contact was erased; its outcome {} is not recorded.",
                over.job().key(),
                over.completion().progress().state());
    }

    /** Returns the outcome of a send that was begun, to be recorded. */
    Prepared.Over ended(Job job, SendOutcome outcome) {
        String routeFailure = null;
        if (outcome instanceof SendOutcome.Deferred deferred && deferred.cause() == SendOutcome.Cause.ROUTE) {
            routeFailure = deferred.detail();
        }
        return new Prepared.Over(job, completion(job, outcome), routeFailure);
    }

    /** Returns what to record of a send whose transport threw, against its contract: how far the mail came is anybody's guess. */
    Prepared.Over brokenOff(Job job, Throwable cause) {
        return ended(job, new SendOutcome.Unknown("The transport threw " + cause + "."));
    }

    private Completion completion(Job job, SendOutcome outcome) {
        Claim claim = job.claim();
        Instant now = now();
        if (outcome instanceof SendOutcome.HandedOver) {
            return Completion.handedOver(claim, now, outcome.detail());
        }
        if (outcome instanceof SendOutcome.Bounced bounced) {
            return Completion.bounced(claim, now, bounced.detail());
        }
        if (outcome instanceof SendOutcome.Deferred deferred) {
            return later(job, now, deferred.cause(), false, deferred.detail());
        }
        return claim.mail().kind().unknownPolicy() == UnknownPolicy.AT_MOST_ONCE
                ? Completion.unknown(claim, now, outcome.detail())
                : later(job, now, SendOutcome.Cause.MAIL, true, outcome.detail());
    }

    private Completion later(Job job, Instant now, SendOutcome.Cause cause, boolean uncertain, String detail) {
        Claim claim = job.claim();
        RetryPolicy retries = settings.retries();
        Duration delay = retries.delayAfter(claim.progress().attempts() + 1);
        if (cause == SendOutcome.Cause.ROUTE && delay.compareTo(ROUTE_DELAY) > 0) {
            delay = ROUTE_DELAY;
        }
        Instant next = now.plus(delay);
        PlannedMail mail = claim.mail();
        Instant free = windows.heldUntil(mail.kind(), job.contact(), mail.due());
        if (retries.givesUp(free == null ? mail.due() : free, next)) {
            return uncertain
                    ? Completion.unknown(claim, now, detail)
                    : Completion.bounced(claim, now, "Given up after " + retries.patience() + "; last: " + detail);
        }
        return Completion.deferred(claim, next, uncertain, detail);
    }

    /** Makes the mail of what was read when it was claimed; whether that still holds is seen when it begins. */
    Prepared prepare(Job job) {
        return prepare(job, job.contact(), job.delivery());
    }

    /** Makes the mail anew of what is stored now. */
    Prepared prepareAgain(Job job) {
        return prepare(job, null, null);
    }

    private Prepared prepare(Job job, @Nullable Contact knownContact, @Nullable Delivery knownDelivery) {
        Claim claim = job.claim();
        ReadyMail composed = claim.mail().content();
        if (composed != null) {
            return signed(job, composed, null);
        }
        Delivery delivery = knownDelivery;
        Completion refused = Turn.refusal(claim, delivery, now());
        if (refused != null) { // unless what was read is out of date
            DeliveryId id = DeliveryId.ofSource(claim.key().source());
            delivery = id == null ? null : stores.deliveries().find(id).orElse(null);
            refused = Turn.refusal(claim, delivery, now());
        }
        if (refused != null || delivery == null) {
            return new Prepared.Over(job, refused == null ? Completion.released(claim) : refused, null);
        }
        Contact contact = knownContact != null
                ? knownContact
                : stores.contacts().find(claim.mail().contact()).orElse(null);
        return contact == null ? excluded(job, ExclusionReason.CONTACT_REMOVED, "") : rendered(job, delivery, contact);
    }

    private Prepared rendered(Job job, Delivery delivery, Contact contact) {
        ReadyMail mail;
        try {
            Occasion occasion = Occasion.of(job.claim(), delivery);
            mail = composer.make(delivery.plan().template(), contact, occasion, now());
        } catch (MissingFieldException e) {
            if (delivery.plan().template().onMissing() == MissingField.FAIL) {
                new Failing(settings).fail(delivery.id(), String.valueOf(e.getMessage()));
            }
            return excluded(job, ExclusionReason.MISSING_FIELD, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.warn("Mail {} could not be made.", job.key(), e);
            return excluded(job, ExclusionReason.NOT_RENDERED, String.valueOf(e.getMessage()));
        }
        return signed(job, mail, contact);
    }

    /** Signed now and not when it was composed: the key may have changed since, and signatures may expire. */
    private Prepared signed(Job job, ReadyMail mail, @Nullable Contact rendered) {
        DkimSigner signer = settings.signer();
        if (signer == null) {
            return new Prepared.Ready(job, mail, rendered);
        }
        try {
            ReadyMail signed = new ReadyMail(mail.sender(), mail.recipient(), signer.sign(mail.content(), now()));
            return new Prepared.Ready(job, signed, rendered);
        } catch (RuntimeException e) {
            LOG.error("Mail {} waits, since it could not be signed: {}", job.key(), e.toString());
            String detail = "The mail could not be signed: " + e.getMessage();
            return ended(job, new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, detail));
        }
    }

    private Prepared excluded(Job job, ExclusionReason reason, String detail) {
        return new Prepared.Over(job, Completion.excluded(job.claim(), now(), reason, detail), null);
    }

    private Instant now() {
        return settings.clock().instant();
    }

    /**
     * What became of a mail.
     *
     * @param completion what was recorded
     * @param routeFailure why the route does not work, or null if it does
     */
    record Result(Completion completion, @Nullable String routeFailure) {}
}
