package dev.hato.delivery;

/** What became of a transactional mail by the time the call returned. */
public sealed interface SendResult {
    /** Returns the identity of the mail. */
    SendKey key();

    /**
     * The mail is in the outbox: it was handed over, or will be tried again without the caller.
     *
     * @param key its identity
     * @param state {@code HANDED_OVER}; {@code DEFERRED} where it is tried again later, also where the
     *     server's answer was lost; {@code PLANNED} or {@code CLAIMED} where a dispatcher or another
     *     thread has it; or {@code UNKNOWN}
     * @param repeated whether the mail had been asked for before under the same key, and nothing was
     *     added
     * @param detail what the server said last; empty before that
     */
    record Accepted(SendKey key, MailState state, boolean repeated, String detail) implements SendResult {}

    /**
     * The mail is not sent, because of the recipient's address or of data that is missing.
     *
     * @param key its identity
     * @param reason why
     * @param detail more about it, without personal data
     */
    record Excluded(SendKey key, ExclusionReason reason, String detail) implements SendResult {}

    /**
     * The server refused the mail for good.
     *
     * @param key its identity
     * @param detail what the server said
     */
    record Rejected(SendKey key, String detail) implements SendResult {}
}
