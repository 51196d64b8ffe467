package dev.hato.tracking;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What one secret is turned into: a key of its own for each use, so that nothing made for one says anything about another.
 * The first block of HKDF-Expand (RFC 5869, 2.3) with HMAC-SHA-256; the secret is random, which needs no extracting.
 */
final class SubKeys {
    /** Another format of tokens has other keys, so that none is read as the other. */
    private static final String FORMAT = "hato-tracking/1/";

    private final int id;
    private final SipHash.Key mailMac;
    private final SecretKey mailCipher;
    private final SecretKey detailCipher;
    private final SipHash.Key sharedMac;
    private final SecretKey sharedCipher;
    private final Map<Purpose, SipHash.Key> linkMacs = new EnumMap<>(Purpose.class);

    SubKeys(int id, byte[] secret) {
        this.id = id;
        mailMac = SipHash.Key.of(expand(secret, "mail/mac"));
        mailCipher = aes(expand(secret, "mail/cipher"));
        detailCipher = aes(expand(secret, "detail/cipher"));
        sharedMac = SipHash.Key.of(expand(secret, "shared/mac"));
        sharedCipher = aes(expand(secret, "shared/cipher"));
        for (Purpose purpose : Purpose.values()) {
            linkMacs.put(purpose, SipHash.Key.of(expand(secret, "link/mac/" + purpose.code())));
        }
    }

    private static byte[] expand(byte[] secret, String use) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((FORMAT + use).getBytes(StandardCharsets.US_ASCII));
            return mac.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no HMAC-SHA-256, which keys are made with.", e);
        }
    }

    private static SecretKey aes(byte[] key) {
        return new SecretKeySpec(key, "AES");
    }

    /** Returns the number of the secret. */
    int id() {
        return id;
    }

    /** Returns the key that a mail's identity is authenticated with. */
    SipHash.Key mailMac() {
        return mailMac;
    }

    /** Returns what hides a mail's identity. */
    KeyStream mailStream() {
        return new KeyStream(mailCipher);
    }

    /** Returns what hides the detail of one mail's link. */
    KeyStream detailStream() {
        return new KeyStream(detailCipher);
    }

    /** Returns the key that a detail common to many mails is authenticated with. */
    SipHash.Key sharedMac() {
        return sharedMac;
    }

    /** Returns what hides a detail common to many mails. */
    KeyStream sharedStream() {
        return new KeyStream(sharedCipher);
    }

    /** Returns the key that links for the purpose are authenticated with. */
    SipHash.Key linkMac(Purpose purpose) {
        return Objects.requireNonNull(linkMacs.get(purpose));
    }

    @Override
    public String toString() {
        return "SubKeys[" + id + "]";
    }
}
