package dev.hato.tracking;

import org.jspecify.annotations.Nullable;

/** Reads tokens: tells those that were made with one of the keys from all others. Thread-safe. */
final class TokenReader {
    TokenReader(TrackingKeys keys) {}

    /**
     * Returns what the token says, or null if it was not made for the purpose with one of the keys. Any text may be
     * given; none makes it throw.
     */
    @Nullable TrackedLink read(Purpose purpose, String token) {
        throw new UnsupportedOperationException();
    }
}
