package dev.hato.delivery;

/** Thrown when an idempotency key is used again for a mail with another content. Nothing was added or sent. */
public final class IdempotencyConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SendKey key;

    IdempotencyConflictException(SendKey key) {
        super("The idempotency key '" + key.step() + "' belongs to a mail with another template, recipient or content. "
                + "Use another key for another mail, or send the same content again.");
        this.key = key;
    }

    /** Returns the key. */
    public SendKey key() {
        return key;
    }
}
