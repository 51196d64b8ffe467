package dev.hato.tracking;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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

    /** The greatest number of a secret. */
    static final int MOST = 255;

    private final SubKeys current;
    private final Map<Integer, SubKeys> all;

    /** The same by their numbers. */
    private final @Nullable SubKeys[] byNumber = new @Nullable SubKeys[MOST + 1];

    private TrackingKeys(SubKeys current, Map<Integer, SubKeys> all) {
        this.current = current;
        this.all = all;
        all.forEach((number, keys) -> byNumber[number] = keys);
    }

    /**
     * Returns keys with one secret, which makes links and checks them.
     *
     * @param id its number, 1 to 255
     * @param secret {@value #SECRET_LENGTH} random bytes
     * @throws IllegalArgumentException if the number or the length is another, or the bytes are all zero
     */
    public static TrackingKeys of(int id, byte[] secret) {
        SubKeys keys = checked(id, secret);
        return new TrackingKeys(keys, Map.of(id, keys));
    }

    /**
     * Returns keys that check links made with an older secret, too.
     *
     * @throws IllegalArgumentException if the number is taken already, or as for {@link #of}
     */
    public TrackingKeys andOlder(int id, byte[] secret) {
        if (all.containsKey(id)) {
            throw new IllegalArgumentException(
                    "There is a tracking key " + id + " already; each secret needs a number of its own.");
        }
        Map<Integer, SubKeys> more = new TreeMap<>(all);
        more.put(id, checked(id, secret));
        return new TrackingKeys(current, more);
    }

    /** Returns a new random secret, to be kept where the application's other secrets are. */
    public static byte[] newSecret() {
        byte[] secret = new byte[SECRET_LENGTH];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    private static SubKeys checked(int id, byte[] secret) {
        Objects.requireNonNull(secret, "secret");
        if (id < 1 || id > MOST) {
            throw new IllegalArgumentException(
                    "The tracking key has the number " + id + "; give it one from 1 to " + MOST + ".");
        }
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("The secret of tracking key " + id + " has " + secret.length
                    + " bytes; it needs " + SECRET_LENGTH + " random ones, as newSecret() makes them.");
        }
        if (Arrays.equals(secret, new byte[SECRET_LENGTH])) {
            throw new IllegalArgumentException("The secret of tracking key " + id
                    + " is all zeros, as if nobody had filled it; it needs random bytes, as newSecret() makes them.");
        }
        return new SubKeys(id, secret);
    }

    /** Returns what makes links. */
    SubKeys current() {
        return current;
    }

    /** Returns what checks links with this number of 0 to 255, or null if there is none. */
    @Nullable SubKeys key(int id) {
        return byNumber[id];
    }

    /** Returns the numbers; never a secret. */
    @Override
    public String toString() {
        return "TrackingKeys[current=" + current.id() + ", all=" + new TreeSet<>(all.keySet()) + "]";
    }
}
