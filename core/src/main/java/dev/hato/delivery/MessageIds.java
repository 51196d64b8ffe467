package dev.hato.delivery;

import dev.hato.contact.EmailAddress;

/** Message-IDs that stay the same over all tries of one mail and say nothing about its recipient. */
final class MessageIds {
    private MessageIds() {}

    /**
     * Returns {@code <opaque@sender-domain>}.
     *
     * @param opaqueId the occasion's, so that two senders never make the same one
     */
    static String of(String opaqueId, EmailAddress sender) {
        return "<" + opaqueId + "@" + sender.domain() + ">";
    }
}
