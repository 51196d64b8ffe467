package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.message.Attachment;
import dev.hato.message.Fields;
import dev.hato.message.Message;
import dev.hato.message.MissingField;
import dev.hato.message.MissingFieldException;
import dev.hato.message.ReadyMail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Sends transactional mail: one occasion, one recipient, once.
 *
 * <p>Subscriptions do not count, blocked addresses do. Thread-safe.
 */
public final class Mailer {
    /** Longer than the longest send: nobody renews the lease of a mail that is sent at once. */
    private static final Duration LEASE = Duration.ofMinutes(20);

    private final EngineSettings settings;
    private final Stores stores;
    private final Composer composer;

    /** Whether the stores take part in a transaction that somebody else commits. */
    private final boolean joins;

    /** Made by {@code Hato}. */
    public Mailer(EngineSettings settings) {
        this(settings, settings.stores(), new Composer(settings), false);
    }

    private Mailer(EngineSettings settings, Stores stores, Composer composer, boolean joins) {
        this.settings = settings;
        this.stores = stores;
        this.composer = composer;
        this.joins = joins;
    }

    /** Returns one that puts mail into the outbox of these stores, for {@link #enqueue} only. */
    public Mailer in(Stores transaction) {
        return new Mailer(settings, Objects.requireNonNull(transaction, "transaction"), composer, true);
    }

    /**
     * Puts the mail into the outbox and tries at once, on this thread, to send it. A temporary
     * refusal leaves it to the dispatcher. A mail that lacks a field is not put there, so that its key
     * is free for the complete one.
     *
     * @throws IllegalStateException in a transaction, this one's or that to which the stores are bound on this
     *     thread: nothing leaves before that is committed
     * @throws MissingFieldException if a field has no value and the template says {@link
     *     MissingField#FAIL}
     * @throws IdempotencyConflictException if the key belongs to a mail with another content
     */
    public SendResult send(Mail mail) {
        if (joins || stores.isInTransaction()) {
            throw new IllegalStateException(
                    "A mail of a transaction is sent once that is committed; call enqueue, and drain the dispatcher"
                            + " afterwards.");
        }
        return submit(mail, true);
    }

    /**
     * Puts the mail into the outbox, from which a dispatcher sends it.
     *
     * @throws MissingFieldException if a field has no value and the template says {@link
     *     MissingField#FAIL}
     * @throws IdempotencyConflictException if the key belongs to a mail with another content
     */
    public SendResult enqueue(Mail mail) {
        return submit(mail, false);
    }

    private SendResult submit(Mail mail, boolean atOnce) {
        String unique = UUID.randomUUID().toString();
        String callersKey = mail.key();
        SendKey key = SendKey.ofCaller(callersKey == null ? unique : callersKey);
        Occasion occasion = new Occasion(
                MailKind.TRANSACTIONAL, key, unique, mail.template().name(), null);
        Message message;
        try {
            message = render(mail, occasion);
        } catch (MissingFieldException e) {
            if (mail.template().onMissing() == MissingField.FAIL) {
                throw e;
            }
            if (stores.outbox().find(key).isPresent()) {
                throw new IdempotencyConflictException(key);
            }
            return new SendResult.Excluded(key, ExclusionReason.MISSING_FIELD, String.valueOf(e.getMessage()));
        }
        Contact recipient = mail.recipient();
        ReadyMail ready = composer.compose(message, recipient, occasion, now());
        PlannedMail planned = new PlannedMail(
                key, MailKind.TRANSACTIONAL, recipient.id(), now(), Fingerprint.of(mail.template(), message), ready);
        OutboxEntry entry =
                stores.outbox().add(List.of(OutboxEntry.planned(planned))).get(0);
        if (!entry.mail().fingerprint().equals(planned.fingerprint())) {
            throw new IdempotencyConflictException(key);
        }
        ReadyMail stored = entry.mail().content();
        boolean repeated = stored == null
                || !stored.content().messageId().equals(ready.content().messageId());
        boolean due = entry.state() == MailState.PLANNED;
        return result(key, atOnce && due ? sendNow(entry) : entry.progress(), repeated);
    }

    private OutboxEntry.Progress sendNow(OutboxEntry entry) {
        Instant due = entry.mail().due();
        Instant now = due.isAfter(now()) ? due : now(); // a clock that steps back must not put the mail off
        SendKey key = entry.mail().key();
        long watch = System.nanoTime();
        List<Claim> claims = stores.outbox()
                .claim(new ClaimRequest(UUID.randomUUID().toString(), now, now.plus(LEASE), 1, Set.of(), key));
        MailSender.Result sent = claims.isEmpty()
                ? null
                : new MailSender(settings).send(new Job(claims.get(0), null, null, null, watch + LEASE.toNanos()));
        if (sent == null) {
            return entry.progress();
        }
        if (sent.routeFailure() != null) {
            settings.listener().routeFailed(sent.routeFailure());
        }
        return sent.completion().progress();
    }

    private Message render(Mail mail, Occasion occasion) {
        Message message = composer.render(mail.template(), mail.recipient(), Fields.of(mail.data()), occasion);
        if (mail.attachments().isEmpty()) {
            return message;
        }
        Message.Builder builder = message.newBuilder();
        for (Attachment attachment : mail.attachments()) {
            builder.attach(attachment);
        }
        return builder.build();
    }

    private static SendResult result(SendKey key, OutboxEntry.Progress progress, boolean repeated) {
        ExclusionReason reason = progress.reason();
        if (reason != null) {
            return new SendResult.Excluded(key, reason, progress.detail());
        }
        return progress.state() == MailState.BOUNCED
                ? new SendResult.Rejected(key, progress.detail())
                : new SendResult.Accepted(key, progress.state(), repeated, progress.detail());
    }

    private Instant now() {
        return settings.clock().instant();
    }
}
