package dev.hato.delivery;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mail in the outbox, as it stands.
 *
 * @param mail what was planned
 * @param progress how far it has come
 * @param lease who holds it, or null if nobody does
 */
public record OutboxEntry(
        PlannedMail mail, Progress progress, @Nullable Lease lease) {
    /** Checks that a claimed mail has a lease, and no other has. */
    public OutboxEntry {
        Objects.requireNonNull(mail, "mail");
        if ((progress.state() == MailState.CLAIMED) != (lease != null)) {
            throw new IllegalArgumentException("A mail has a lease exactly while it is CLAIMED; " + mail.key() + " is "
                    + progress.state() + (lease == null ? " without one." : " with one."));
        }
    }

    /** Returns the state. */
    public MailState state() {
        return progress.state();
    }

    /** Returns the entry of a mail that nobody has claimed yet. */
    public static OutboxEntry planned(PlannedMail mail) {
        return new OutboxEntry(mail, new Progress(MailState.PLANNED, mail.due(), 0, false, null, ""), null);
    }

    /** Returns the entry of a mail that is excluded from the beginning, and only counted. */
    public static OutboxEntry excluded(PlannedMail mail, ExclusionReason reason, Instant at) {
        return new OutboxEntry(mail, new Progress(MailState.EXCLUDED, at, 0, false, reason, ""), null);
    }

    /**
     * How far a mail has come.
     *
     * @param state the state
     * @param at when it is due in an open state, when it ended in another
     * @param attempts how often it was offered to a server
     * @param uncertain whether an attempt ended without anybody knowing whether the server took it
     * @param reason why it was excluded; null in every other state
     * @param detail what the server said last, or why it was excluded; empty before that
     */
    public record Progress(
            MailState state,
            Instant at,
            int attempts,
            boolean uncertain,
            @Nullable ExclusionReason reason,
            String detail) {
        /** Checks that an excluded mail has a reason, and no other has. */
        public Progress {
            if ((state == MailState.EXCLUDED) != (reason != null)) {
                throw new IllegalArgumentException("A mail has an exclusion reason exactly when it is EXCLUDED.");
            }
        }
    }

    /**
     * Who holds a mail.
     *
     * @param owner the dispatcher
     * @param fence larger than that of every claim before
     * @param until when the lease ends unless it is renewed
     * @param started whether the send has begun, so that the server may have the mail
     */
    public record Lease(String owner, long fence, Instant until, boolean started) {}
}
