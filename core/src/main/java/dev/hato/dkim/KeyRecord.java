package dev.hato.dkim;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** A published key and what it may be used for (RFC 6376, 3.6.1; RFC 8463, 4). */
record KeyRecord(PublicKey key, boolean testing) {
    private static final int MAX_LENGTH = 16_384;
    private static final int MIN_BITS = 1024;
    /** What verifying a longer one costs is the sender's choice and the receiver's loss. */
    private static final int MAX_BITS = 8192;
    /** Public exponents are small; a long one makes the verifier work. */
    private static final int MAX_EXPONENT_BITS = 64;

    private static final int ED25519_OCTETS = 32;

    /** Returns whether the text is meant to be a key record: other TXT records may stand at the same name. */
    static boolean isOne(String text) {
        String start = text.stripLeading();
        return !start.startsWith("v=") || start.startsWith("v=DKIM1");
    }

    /** Reads a record for a signature. */
    static KeyRecord of(String text, String domain, ReceivedSignature.Content signature) throws Refusal {
        if (text.length() > MAX_LENGTH) {
            throw Refusal.permanent("The key record is longer than " + MAX_LENGTH + " characters.");
        }
        TagList tags = TagList.parse(
                text.getBytes(StandardCharsets.UTF_8), reason -> Refusal.permanent("The key record: " + reason));
        String version = tags.value("v");
        if (version != null && !(version.equals("DKIM1") && tags.isFirst("v"))) {
            throw Refusal.permanent("The key record does not begin with v=DKIM1.");
        }
        String value = tags.value("p");
        if (value == null) {
            throw Refusal.permanent("The key record has no key, p=.");
        }
        if (value.isEmpty()) {
            throw Refusal.permanent("The key has been revoked.");
        }
        String type = tags.value("k", "rsa");
        if (!type.equals(signature.algorithm().keyType)) {
            throw Refusal.permanent("The key is of the type k=" + TagList.quote(type) + ", not for "
                    + signature.algorithm().word + ".");
        }
        String hashes = tags.value("h");
        if (hashes != null && !TagList.split(hashes).contains("sha256")) {
            throw Refusal.permanent("The key is not for SHA-256: h=" + TagList.quote(hashes) + ".");
        }
        var services = TagList.split(tags.value("s", "*"));
        if (!services.contains("*") && !services.contains("email")) {
            throw Refusal.permanent("The key is not for mail: s=" + TagList.quote(tags.value("s", "")) + ".");
        }
        var flags = TagList.split(tags.value("t", ""));
        if (flags.contains("s") && !signature.identityDomain().equals(domain)) {
            throw Refusal.permanent("The key is for " + domain + " only, t=s, and the identity i= lies below it.");
        }
        byte[] octets = TagList.base64(value);
        PublicKey key = octets == null ? null : key(octets, signature.algorithm());
        if (key == null) {
            throw Refusal.permanent("The key record's p= is no " + signature.algorithm().keyType + " key.");
        }
        if (key instanceof RSAPublicKey rsa) {
            checkSize(rsa);
        }
        return new KeyRecord(key, flags.contains("y"));
    }

    private static void checkSize(RSAPublicKey key) throws Refusal {
        int bits = key.getModulus().bitLength();
        if (bits < MIN_BITS) {
            throw Refusal.policy("The RSA key has " + bits + " bits; " + MIN_BITS + " are the least (RFC 8301, 3.2).");
        }
        if (bits > MAX_BITS || key.getPublicExponent().bitLength() > MAX_EXPONENT_BITS) {
            throw Refusal.policy("The RSA key is longer than " + MAX_BITS + " bits, or its exponent than "
                    + MAX_EXPONENT_BITS + ".");
        }
    }

    private static @Nullable PublicKey key(byte[] octets, DkimAlgorithm algorithm) {
        if (algorithm == DkimAlgorithm.ED25519_SHA256) {
            return octets.length == ED25519_OCTETS ? decode(Der.ed25519PublicKey(octets), algorithm) : null;
        }
        PublicKey key = decode(octets, algorithm);
        // The RFC's text and its example differ on which of the two forms it is.
        return key != null ? key : decode(Der.rsaPublicKey(octets), algorithm);
    }

    private static @Nullable PublicKey decode(byte[] der, DkimAlgorithm algorithm) {
        try {
            return KeyFactory.getInstance(algorithm.keyFactory).generatePublic(new X509EncodedKeySpec(der));
        } catch (InvalidKeySpecException e) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw PrivateKeys.missing(algorithm.keyFactory, e);
        }
    }
}
