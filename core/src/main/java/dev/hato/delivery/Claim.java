package dev.hato.delivery;

import java.util.Objects;

/**
 * One mail under a lease.
 *
 * @param mail what is to be sent
 * @param progress how far it had come when it was claimed; uncertain also where an earlier claim ended
 *     after its send had begun and before its outcome was recorded, so that the server may have the mail
 * @param fence the token that proves the claim: once somebody else has claimed the mail, the store
 *     refuses this one
 */
public record Claim(PlannedMail mail, OutboxEntry.Progress progress, long fence) {
    /** Checks that nothing is missing. */
    public Claim {
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(progress, "progress");
    }

    /** Returns the identity of the mail. */
    public SendKey key() {
        return mail.key();
    }
}
