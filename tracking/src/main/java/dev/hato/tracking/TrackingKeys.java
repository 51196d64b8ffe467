package dev.hato.tracking;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The secrets that links are made and checked with: the current one, and older ones whose links still work.
 *
 * <pre>{@code
 * TrackingKeys keys = TrackingKeys.of(2, secret).andOlder(1, formerSecret);
 * }</pre>
 *
 * <p>Each has a number that stands readable in its links. Give a new secret a new number; leave the older ones out when
 * mails of their time need not work any more. Immutable and thread-safe.
 */
public final class TrackingKeys {
    /** The length of a secret in bytes. */
    public static final int SECRET_LENGTH = 32;

    private final int current;
    private final Map<Integer, byte[]> secrets;

    private TrackingKeys(int current, Map<Integer, byte[]> secrets) {
        this.current = current;
        this.secrets = secrets;
    }

    /**
     * Returns keys with one secret, which makes links and checks them.
     *
     * @param id its number, 1 to 255
     * @param secret {@value #SECRET_LENGTH} random bytes
     * @throws IllegalArgumentException if the number or the length is another
     */
    public static TrackingKeys of(int id, byte[] secret) {
        return new TrackingKeys(id, new TreeMap<>(Map.of(id, checked(id, secret))));
    }

    /**
     * Returns keys that check links made with an older secret, too.
     *
     * @throws IllegalArgumentException if the number is taken already, or as for {@link #of}
     */
    public TrackingKeys andOlder(int id, byte[] secret) {
        if (secrets.containsKey(id)) {
            throw new IllegalArgumentException(
                    "There is a tracking key " + id + " already; each secret needs a number of its own.");
        }
        Map<Integer, byte[]> all = new TreeMap<>(secrets);
        all.put(id, checked(id, secret));
        return new TrackingKeys(current, all);
    }

    /** Returns a new random secret, to be kept where the application's other secrets are. */
    public static byte[] newSecret() {
        byte[] secret = new byte[SECRET_LENGTH];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static byte[] checked(int id, byte[] secret) {
        Objects.requireNonNull(secret, "secret");
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("The tracking key has the number " + id + "; give it one from 1 to 255.");
        }
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("The secret of tracking key " + id + " has " + secret.length
                    + " bytes; it needs " + SECRET_LENGTH + " random ones, as newSecret() makes them.");
        }
        return Arrays.copyOf(secret, secret.length);
    }

    /** Returns the number of the secret that makes links. */
    int current() {
        return current;
    }

    /** Returns the secrets by their numbers. */
    Map<Integer, byte[]> secrets() {
        return secrets;
    }

    /** Returns the numbers; never a secret. */
    @Override
    public String toString() {
        return "TrackingKeys[current=" + current + ", all=" + secrets.keySet() + "]";
    }
}
