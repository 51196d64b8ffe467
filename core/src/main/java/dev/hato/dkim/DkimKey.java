package dev.hato.dkim;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A private key that signs for a domain, with the selector under which its public half is published.
 *
 * <pre>{@code
 * DkimKey key = DkimKey.generate("shop.example", "s2026a", DkimAlgorithm.RSA_SHA256);
 * keep(key.toPem());                    // the private key: a secret
 * System.out.println(key.zoneRecord()); // publish it, then sign
 * }</pre>
 *
 * <p>RSA keys of less than 1024 bits are refused, since nobody accepts their signatures; those of less
 * than 2048 bits work, are {@linkplain #isWeak() weak} and are logged as such (RFC 8301, 3.2).
 *
 * <p>{@link #toString()} does not show the private key. Immutable and thread-safe.
 */
public final class DkimKey {
    private static final Logger LOG = LoggerFactory.getLogger(DkimKey.class);

    private static final int MIN_BITS = 1024;
    private static final int GOOD_BITS = 2048;
    /** RFC 8301, 3.2: verifiers need not take longer ones. */
    private static final int MAX_BITS = 4096;
    /** A character-string in DNS has its length in one octet (RFC 1035, 3.3). */
    private static final int MAX_STRING = 255;

    private final String domain;
    private final String selector;
    private final DkimAlgorithm algorithm;
    private final KeyPair pair;
    private final int bits;

    private DkimKey(String domain, String selector, KeyPair pair) {
        this.domain = DnsNames.domain(domain);
        this.selector = DnsNames.selector(selector);
        if (dnsName().length() > DnsNames.MAX) {
            throw new IllegalArgumentException(
                    "Selector and domain together are longer than a name in DNS may be; take a shorter selector.");
        }
        this.pair = pair;
        PublicKey key = pair.getPublic();
        if (key instanceof RSAPublicKey rsa) {
            algorithm = DkimAlgorithm.RSA_SHA256;
            bits = rsa.getModulus().bitLength();
        } else if (key instanceof EdECPublicKey ed && ed.getParams().getName().equalsIgnoreCase("Ed25519")) {
            algorithm = DkimAlgorithm.ED25519_SHA256;
            bits = 256;
        } else {
            throw new IllegalArgumentException(
                    "The key is of the kind " + key.getAlgorithm() + "; DKIM has RSA and Ed25519.");
        }
        if (algorithm == DkimAlgorithm.RSA_SHA256 && (bits < MIN_BITS || bits > MAX_BITS)) {
            throw new IllegalArgumentException("The RSA key has " + bits + " bits; verifiers accept " + MIN_BITS
                    + " to " + MAX_BITS + " (RFC 8301). Generate one of " + GOOD_BITS + ".");
        }
        if (isWeak()) {
            LOG.warn(
                    "The DKIM key {} has {} bits; signers should have at least {} (RFC 8301, 3.2). Replace it.",
                    dnsName(),
                    bits,
                    GOOD_BITS);
        }
    }

    /**
     * Reads a key in PEM: PKCS #8 of RSA or Ed25519 ({@code BEGIN PRIVATE KEY}), or PKCS #1 of RSA ({@code BEGIN RSA
     * PRIVATE KEY}), unencrypted.
     *
     * @param domain that signs, the tag {@code d=}; internationalised ones become A-labels
     * @param selector under which the key is published, the tag {@code s=}
     * @throws IllegalArgumentException if the PEM holds anything else, saying what
     */
    public static DkimKey ofPem(String domain, String selector, String pem) {
        return new DkimKey(domain, selector, PrivateKeys.ofPem(pem));
    }

    /**
     * Takes a key of RSA or Ed25519 that shows its numbers, as those read from files do.
     *
     * @throws IllegalArgumentException if the public half cannot be computed from it: then give a pair
     */
    public static DkimKey of(String domain, String selector, PrivateKey key) {
        return new DkimKey(domain, selector, PrivateKeys.pair(key));
    }

    /**
     * Takes a pair. The private half may be one that never leaves a hardware module, if the signer is given
     * {@linkplain DkimSigner.Builder#provider the provider} that can use it.
     */
    public static DkimKey of(String domain, String selector, KeyPair pair) {
        Objects.requireNonNull(pair.getPrivate(), "private key");
        return new DkimKey(domain, selector, pair);
    }

    /**
     * Takes the seed of an Ed25519 key (RFC 8032, 5.1.5), which is what many tools call its private key.
     *
     * @param seed 32 octets, which are copied
     */
    public static DkimKey ofEd25519Seed(String domain, String selector, byte[] seed) {
        return new DkimKey(domain, selector, PrivateKeys.ofSeed(seed));
    }

    /** Makes a new key, for RSA of 2048 bits; some tenths of a second for RSA. */
    public static DkimKey generate(String domain, String selector, DkimAlgorithm algorithm) {
        return new DkimKey(domain, selector, PrivateKeys.generate(algorithm, GOOD_BITS));
    }

    /** Returns the domain that signs, in lower-case A-labels. */
    public String domain() {
        return domain;
    }

    /** Returns the selector in lower case. */
    public String selector() {
        return selector;
    }

    /** Returns how the key signs. */
    public DkimAlgorithm algorithm() {
        return algorithm;
    }

    /** Returns the length of the key in bits. */
    public int bits() {
        return bits;
    }

    /** Returns whether this is an RSA key of less than 2048 bits, which should be replaced (RFC 8301, 3.2). */
    public boolean isWeak() {
        return algorithm == DkimAlgorithm.RSA_SHA256 && bits < GOOD_BITS;
    }

    /** Returns the name in DNS at which the record belongs: {@code s2026a._domainkey.shop.example}. */
    public String dnsName() {
        return DnsNames.keyRecord(selector, domain);
    }

    /** Returns the text of the TXT record in one piece: {@code v=DKIM1; k=rsa; p=…} (RFC 6376, 3.6.1). */
    public String dnsRecord() {
        byte[] encoded = pair.getPublic().getEncoded();
        // RFC 8463, 3: the 32 octets alone, which end the encoding.
        byte[] key = algorithm == DkimAlgorithm.ED25519_SHA256
                ? Arrays.copyOfRange(encoded, encoded.length - PrivateKeys.SEED, encoded.length)
                : encoded;
        return "v=DKIM1; k=" + algorithm.keyType + "; p=" + Base64.getEncoder().encodeToString(key);
    }

    /** Returns the text of the TXT record in the strings of at most 255 octets that DNS stores it in. */
    public List<String> dnsStrings() {
        String record = dnsRecord();
        List<String> strings = new ArrayList<>();
        for (int at = 0; at < record.length(); at += MAX_STRING) {
            strings.add(record.substring(at, Math.min(record.length(), at + MAX_STRING)));
        }
        return List.copyOf(strings);
    }

    /** Returns the record as a line of a zone file (RFC 1035, 5.1), with its strings in quotes. */
    public String zoneRecord() {
        return dnsName() + ". IN TXT "
                + dnsStrings().stream().map(part -> '"' + part + '"').collect(Collectors.joining(" ", "( ", " )"));
    }

    /**
     * Returns the private key in PEM (PKCS #8), which {@link #ofPem} reads: a secret, not for logs.
     *
     * @throws IllegalStateException if the key cannot be taken out of its hardware module
     */
    public String toPem() {
        byte[] encoded = pair.getPrivate().getEncoded();
        if (encoded == null) {
            throw new IllegalStateException("The private key of " + this + " cannot be exported from where it is.");
        }
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN PRIVATE KEY-----\n" + lines.encodeToString(encoded) + "\n-----END PRIVATE KEY-----\n";
    }

    PrivateKey privateKey() {
        return pair.getPrivate();
    }

    PublicKey publicKey() {
        return pair.getPublic();
    }

    /** Returns the name, the algorithm and the length, nothing of the key itself. */
    @Override
    public String toString() {
        return "DkimKey[" + dnsName() + ", " + algorithm.word + ", " + bits + " bits]";
    }
}
