package dev.hato.dkim;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;

/** Computes and checks signatures over the canonical headers. Thread-safe. */
final class KeySignatures {
    private final @Nullable Provider provider;

    KeySignatures(@Nullable Provider provider) {
        this.provider = provider;
    }

    byte[] sign(DkimKey key, byte[] headers) {
        try {
            Signature signature = signature(key.algorithm());
            signature.initSign(key.privateKey());
            signature.update(input(key.algorithm(), headers));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(key + " cannot sign: " + e.getMessage(), e);
        }
    }

    /** Signs something and checks it, so that a wrong key shows before it is needed. */
    void check(DkimKey key) {
        byte[] headers = {'h', 'a', 't', 'o'};
        boolean valid;
        try {
            valid = verify(key.algorithm(), key.publicKey(), headers, sign(key, headers));
        } catch (SignatureException e) {
            valid = false;
        }
        if (!valid) {
            throw new IllegalArgumentException("The private key of " + key
                    + " does not go with its public half; give the two halves of one pair.");
        }
    }

    private Signature signature(DkimAlgorithm algorithm) throws NoSuchAlgorithmException {
        return provider != null && provider.getService("Signature", algorithm.signature) != null
                ? Signature.getInstance(algorithm.signature, provider)
                : Signature.getInstance(algorithm.signature);
    }

    /** Returns whether the signature is right. */
    static boolean verify(DkimAlgorithm algorithm, PublicKey key, byte[] headers, byte[] value)
            throws SignatureException {
        try {
            Signature signature = Signature.getInstance(algorithm.signature);
            signature.initVerify(key);
            signature.update(input(algorithm, headers));
            return signature.verify(value);
        } catch (NoSuchAlgorithmException e) {
            throw PrivateKeys.missing(algorithm.signature, e);
        } catch (InvalidKeyException e) {
            throw new SignatureException("The public key is not usable.", e);
        }
    }

    /** Ed25519 signs the hash, as RSA does by itself (RFC 8463, 3). */
    private static byte[] input(DkimAlgorithm algorithm, byte[] headers) {
        return algorithm == DkimAlgorithm.ED25519_SHA256 ? Digests.sha256().digest(headers) : headers;
    }
}
