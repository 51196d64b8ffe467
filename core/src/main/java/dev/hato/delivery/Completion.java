package dev.hato.delivery;

import java.time.Instant;

/**
 * What became of a claimed mail.
 *
 * @param claim the claim, which the record ends
 * @param progress how far the mail has come: any state but {@code CLAIMED}. {@code PLANNED} gives the
 *     mail back, {@code DEFERRED} with a later time puts it off
 */
public record Completion(Claim claim, OutboxEntry.Progress progress) {
    /** Checks the state. */
    public Completion {
        if (progress.state() == MailState.CLAIMED) {
            throw new IllegalArgumentException("A completion ends the claim; CLAIMED does not.");
        }
    }

    static Completion handedOver(Claim claim, Instant at, String detail) {
        return ended(claim, MailState.HANDED_OVER, at, detail);
    }

    static Completion bounced(Claim claim, Instant at, String detail) {
        return ended(claim, MailState.BOUNCED, at, detail);
    }

    static Completion unknown(Claim claim, Instant at, String detail) {
        return new Completion(
                claim,
                new OutboxEntry.Progress(MailState.UNKNOWN, at, claim.progress().attempts() + 1, true, null, detail));
    }

    private static Completion ended(Claim claim, MailState state, Instant at, String detail) {
        OutboxEntry.Progress before = claim.progress();
        return new Completion(
                claim,
                new OutboxEntry.Progress(
                        state, at, before.attempts() + 1, claim.progress().uncertain(), null, detail));
    }

    static Completion deferred(Claim claim, Instant due, boolean uncertain, String detail) {
        return new Completion(
                claim,
                new OutboxEntry.Progress(
                        MailState.DEFERRED,
                        due,
                        claim.progress().attempts() + 1,
                        uncertain || claim.progress().uncertain(),
                        null,
                        detail));
    }

    static Completion excluded(Claim claim, Instant at, ExclusionReason reason, String detail) {
        return new Completion(
                claim,
                new OutboxEntry.Progress(
                        MailState.EXCLUDED,
                        at,
                        claim.progress().attempts(),
                        claim.progress().uncertain(),
                        reason,
                        detail));
    }

    /** Gives the mail back as it was claimed. */
    static Completion released(Claim claim) {
        return held(claim, claim.progress().at());
    }

    /** Gives the mail back, not to be begun before this instant; that is no attempt. */
    static Completion held(Claim claim, Instant until) {
        OutboxEntry.Progress before = claim.progress();
        MailState state = before.attempts() > 0 ? MailState.DEFERRED : MailState.PLANNED;
        return new Completion(
                claim,
                new OutboxEntry.Progress(state, until, before.attempts(), before.uncertain(), null, before.detail()));
    }
}
