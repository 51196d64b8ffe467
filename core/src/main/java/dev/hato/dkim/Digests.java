package dev.hato.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The only hash that DKIM has left (RFC 8301, 3.1). */
final class Digests {
    private Digests() {}

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }
}
