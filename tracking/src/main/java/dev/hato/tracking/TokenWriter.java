package dev.hato.tracking;

import org.jspecify.annotations.Nullable;

/** Makes the tokens of one mail after another: what they share is made once a mail. For one thread at a time. */
final class TokenWriter {
    TokenWriter(TrackingKeys keys) {}

    /** Begins a mail. */
    void mail(TrackedMail mail) {
        throw new UnsupportedOperationException();
    }

    /** Returns the token of a link, in URL-safe characters. */
    String token(Purpose purpose, int link, @Nullable String detail) {
        throw new UnsupportedOperationException();
    }
}
