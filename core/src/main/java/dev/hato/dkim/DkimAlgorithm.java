package dev.hato.dkim;

import org.jspecify.annotations.Nullable;

/** The signature algorithms that are in use; SHA-1 no longer is (RFC 8301, 3.1). */
public enum DkimAlgorithm {
    /** RSA, PKCS #1 version 1.5, with SHA-256: understood everywhere (RFC 6376, 3.3.2). */
    RSA_SHA256("rsa-sha256", "rsa", "RSA", "SHA256withRSA"),
    /** Ed25519 over SHA-256: small keys and records, but not yet understood everywhere (RFC 8463). */
    ED25519_SHA256("ed25519-sha256", "ed25519", "Ed25519", "Ed25519");

    /** The word in the tag {@code a=} of a signature. */
    final String word;
    /** The word in the tag {@code k=} of a key record. */
    final String keyType;
    /** The name of the key factory in Java. */
    final String keyFactory;
    /** The name of the signature in Java. */
    final String signature;

    DkimAlgorithm(String word, String keyType, String keyFactory, String signature) {
        this.word = word;
        this.keyType = keyType;
        this.keyFactory = keyFactory;
        this.signature = signature;
    }

    static @Nullable DkimAlgorithm ofWord(String word) {
        for (DkimAlgorithm algorithm : values()) {
            if (algorithm.word.equals(word)) {
                return algorithm;
            }
        }
        return null;
    }
}
