package dev.hato.contact;

/** Thrown when a text is not an address that mail can be sent to. */
public final class InvalidAddressException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidAddressException(String redactedInput, String reason) {
        super("Not a mail address: " + redactedInput + ": " + reason);
        this.reason = reason;
    }

    /** Returns what is wrong and what to do, without the address. */
    public String reason() {
        return reason;
    }
}
