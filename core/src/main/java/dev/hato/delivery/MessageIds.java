package dev.hato.delivery;

import dev.hato.contact.EmailAddress;

/** Message-IDs that stay the same over all tries of one mail and say nothing about its recipient. */
final class MessageIds {
    private MessageIds() {}

    /**
     * Returns {@code <opaque@sender-domain>}, derived from the key. The key holds a random id, the
     * delivery's or the mail's own, so that two senders never make the same one.
     */
    static String of(String uniqueKey, EmailAddress sender) {
        return "<" + Fingerprint.of(uniqueKey) + "@" + sender.domain() + ">";
    }
}
