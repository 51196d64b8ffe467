package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.dkim.DkimSigner;
import dev.hato.message.MissingField;
import dev.hato.message.MissingFieldException;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.SendOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one claimed mail all the way: render, begin, offer to the server, record. */
final class MailSender {
    private static final Logger LOG = LoggerFactory.getLogger(MailSender.class);

    /** A route that does not work is tried again sooner than a server that refused. */
    private static final Duration ROUTE_DELAY = Duration.ofMinutes(1);

    private final EngineSettings settings;
    private final Stores stores;
    private final Composer composer;
    private final Recorder recorder;
    private final Turn turn;

    MailSender(EngineSettings settings) {
        this.settings = settings;
        this.stores = settings.stores();
        this.composer = new Composer(settings);
        this.recorder = new Recorder(stores, settings.listener());
        this.turn = new Turn(stores, recorder);
    }

    /**
     * Sends the mail if it may be sent, and records what became of it.
     *
     * @return what was recorded, and whether the route failed; null if somebody else holds the mail
     */
    @Nullable Result send(Claim claim) {
        Begun begun = begin(claim);
        ReadyMail mail = begun.mail();
        if (mail == null) {
            return begun.result();
        }
        SendOutcome outcome;
        try {
            outcome = settings.transport().send(mail.sender(), mail.recipient(), mail.content());
            Objects.requireNonNull(outcome, "The transport gave no outcome.");
        } catch (RuntimeException e) {
            broken(claim, e);
            throw e;
        }
        return finish(claim, outcome);
    }

    /** Makes the mail and begins its send, or records why not. */
    Begun begin(Claim claim) {
        while (true) {
            Prepared prepared = prepare(claim);
            if (prepared.failure != null) {
                return new Begun(null, recorder.record(prepared.failure) ? new Result(prepared.failure, null) : null);
            }
            ReadyMail signed;
            try {
                signed = signed(prepared.mail());
            } catch (RuntimeException e) {
                LOG.error("Mail {} waits, since it could not be signed: {}", claim.key(), e.toString());
                String detail = "The mail could not be signed: " + e.getMessage();
                return new Begun(null, finish(claim, new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, detail)));
            }
            Turn.Decision decision = turn.begin(claim, prepared.contact, now());
            if (decision instanceof Turn.Decision.Go) {
                return new Begun(signed, null);
            }
            if (decision instanceof Turn.Decision.Ended ended) {
                recorder.tell(ended.completion());
                return new Begun(null, new Result(ended.completion(), null));
            }
            if (decision instanceof Turn.Decision.Lost) {
                return new Begun(null, null);
            }
        }
    }

    /**
     * Records the outcome of a send that was begun.
     *
     * @return what was recorded, and whether the route failed; null if somebody else holds the mail
     */
    @Nullable Result finish(Claim claim, SendOutcome outcome) {
        Completion completion = completion(claim, outcome);
        String routeFailure = null;
        if (outcome instanceof SendOutcome.Deferred deferred && deferred.cause() == SendOutcome.Cause.ROUTE) {
            routeFailure = deferred.detail();
        }
        if (recorder.record(completion)) {
            return new Result(completion, routeFailure);
        }
        LOG.warn(
                "The lease of mail {} ended during its send; its outcome {} could not be recorded.",
                claim.key(),
                completion.progress().state());
        return null;
    }

    /** Records a send whose transport threw, against its contract: how far the mail came is anybody's guess. */
    void broken(Claim claim, Throwable cause) {
        recorder.record(completion(claim, new SendOutcome.Unknown("The transport threw " + cause + ".")));
    }

    /** Signed now and not when it was composed: the key may have changed since, and signatures may expire. */
    private ReadyMail signed(ReadyMail mail) {
        DkimSigner signer = settings.signer();
        return signer == null
                ? mail
                : new ReadyMail(mail.sender(), mail.recipient(), signer.sign(mail.content(), now()));
    }

    /** Gives the mail back unsent. */
    void release(Claim claim) {
        recorder.record(Completion.released(claim));
    }

    private Completion completion(Claim claim, SendOutcome outcome) {
        Instant now = now();
        if (outcome instanceof SendOutcome.HandedOver) {
            return Completion.handedOver(claim, now, outcome.detail());
        }
        if (outcome instanceof SendOutcome.Bounced bounced) {
            return Completion.bounced(claim, now, bounced.detail());
        }
        if (outcome instanceof SendOutcome.Deferred deferred) {
            return later(claim, now, deferred.cause(), false, deferred.detail());
        }
        return claim.mail().kind().unknownPolicy() == UnknownPolicy.AT_MOST_ONCE
                ? Completion.unknown(claim, now, outcome.detail())
                : later(claim, now, SendOutcome.Cause.MAIL, true, outcome.detail());
    }

    private Completion later(Claim claim, Instant now, SendOutcome.Cause cause, boolean uncertain, String detail) {
        RetryPolicy retries = settings.retries();
        Duration delay = retries.delayAfter(claim.progress().attempts() + 1);
        if (cause == SendOutcome.Cause.ROUTE && delay.compareTo(ROUTE_DELAY) > 0) {
            delay = ROUTE_DELAY;
        }
        Instant next = now.plus(delay);
        if (retries.givesUp(claim.mail().due(), next)) {
            return uncertain
                    ? Completion.unknown(claim, now, detail)
                    : Completion.bounced(claim, now, "Given up after " + retries.patience() + "; last: " + detail);
        }
        return Completion.deferred(claim, next, uncertain, detail);
    }

    private Prepared prepare(Claim claim) {
        ReadyMail ready = claim.mail().content();
        if (ready != null) {
            return new Prepared(null, ready, null);
        }
        Completion refused = Turn.refusal(stores, claim, now());
        if (refused != null) {
            return new Prepared(null, null, refused);
        }
        Contact contact = stores.contacts().find(claim.mail().contact()).orElse(null);
        if (contact == null) {
            return new Prepared(null, null, Completion.excluded(claim, now(), ExclusionReason.CONTACT_REMOVED, ""));
        }
        Delivery delivery = Turn.delivery(stores, claim);
        return delivery == null
                ? new Prepared(null, null, Completion.released(claim))
                : render(claim, delivery, contact);
    }

    private Prepared render(Claim claim, Delivery delivery, Contact contact) {
        try {
            Occasion occasion = Occasion.of(claim, delivery);
            return new Prepared(contact, composer.make(delivery.plan().template(), contact, occasion, now()), null);
        } catch (MissingFieldException e) {
            if (delivery.plan().template().onMissing() == MissingField.FAIL) {
                new Failing(settings).fail(delivery.id(), String.valueOf(e.getMessage()));
            }
            return new Prepared(
                    null,
                    null,
                    Completion.excluded(claim, now(), ExclusionReason.MISSING_FIELD, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            LOG.warn("Mail {} could not be made.", claim.key(), e);
            return new Prepared(
                    null,
                    null,
                    Completion.excluded(claim, now(), ExclusionReason.NOT_RENDERED, String.valueOf(e.getMessage())));
        }
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

    /**
     * A mail after its turn came.
     *
     * @param mail what the server must be offered now, or null if the mail does not go
     * @param result what was recorded of a mail that does not go; null if somebody else holds it
     */
    record Begun(@Nullable ReadyMail mail, @Nullable Result result) {}

    /**
     * A mail before its turn: ready, or failed.
     *
     * @param contact for whom it was rendered, or null where it was composed before
     */
    private record Prepared(
            @Nullable Contact contact,
            @Nullable ReadyMail ready,
            @Nullable Completion failure) {
        ReadyMail mail() {
            if (ready == null) {
                throw new IllegalStateException("A mail that failed is not offered.");
            }
            return ready;
        }
    }
}
