package dev.hato.dkim;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** No key signs for a mail's author at the time, and the signer refuses to let it go unsigned. */
public final class DkimKeyMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String domain;
    private final Instant at;

    DkimKeyMissingException(@Nullable String domain, Instant at) {
        super(
                domain == null
                        ? "The mail's From header names no single domain, so no DKIM key signs for it; correct the sender."
                        : "No DKIM key signs for " + domain + " at " + at
                                + "; add one to the keys, or let such mail go unsigned.");
        this.domain = domain;
        this.at = at;
    }

    /** Returns the domain of the mail's author, or null if the mail names none or several. */
    public @Nullable String domain() {
        return domain;
    }

    /** Returns when the mail was to be signed. */
    public Instant at() {
        return at;
    }
}
