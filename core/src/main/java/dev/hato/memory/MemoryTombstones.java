package dev.hato.memory;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is left of erased people: under HMAC-SHA-256 of the address's key, that it was there, whether it was blocked and which
 * lists it had left. The key lives as long as the stores, as what it protects does. Guarded by {@link MemoryState}.
 */
final class MemoryTombstones {
    private static final String REASON = "blocked before the contact was erased";
    private static final Evidence EVIDENCE = Evidence.byData("erasure", "the tombstone of an erased contact");

    /** What is left of one person: no block where the status is null. */
    private record Tombstone(@Nullable AddressStatus status, Instant since, List<Stop> stops) {}

    /** A list that was left. */
    private record Stop(String list, SubscriptionStatus status, Instant since) {}

    private final MemoryState state;
    private final Map<String, Tombstone> byHash = new HashMap<>();
    private @Nullable SecretKeySpec key;

    MemoryTombstones(MemoryState state) {
        this.state = state;
    }

    private String hash(EmailAddress address) {
        try {
            SecretKeySpec secret = key;
            if (secret == null) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                secret = new SecretKeySpec(random, "HmacSHA256");
                key = secret;
            }
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            return HexFormat.of().formatHex(mac.doFinal(address.key().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256.", e);
        }
    }

    /** Keeps the block and the stops of a person who is being erased; a list left before stays left. */
    void keep(EmailAddress address, @Nullable AddressRecord known, List<Subscription> subscriptions) {
        List<Stop> stops = new ArrayList<>();
        for (Subscription subscription : subscriptions) {
            if (subscription.status() == SubscriptionStatus.STOPPED
                    || subscription.status() == SubscriptionStatus.BANNED) {
                stops.add(new Stop(subscription.list(), subscription.status(), subscription.since()));
            }
        }
        AddressRecord block = known == null || known.status() == AddressStatus.OK ? null : known;
        String hash = hash(address);
        Tombstone earlier = byHash.get(hash);
        if (earlier != null) {
            for (Stop stop : earlier.stops()) {
                if (stops.stream().noneMatch(kept -> kept.list().equals(stop.list()))) {
                    stops.add(stop);
                }
            }
        }
        Tombstone before = byHash.put(
                hash,
                block == null
                        ? new Tombstone(null, Instant.EPOCH, stops)
                        : new Tombstone(block.status(), block.since(), stops));
        state.onRollback(() -> {
            if (before == null) {
                byHash.remove(hash);
            } else {
                byHash.put(hash, before);
            }
        });
    }

    /** Returns the block of an erased person with this address, or null if there is none. */
    @Nullable AddressRecord record(EmailAddress address) {
        Tombstone found = byHash.isEmpty() ? null : byHash.get(hash(address));
        AddressStatus status = found == null ? null : found.status();
        return found == null || status == null ? null : new AddressRecord(address, status, found.since(), REASON);
    }

    /** Returns whether somebody with this address was erased. */
    boolean has(EmailAddress address) {
        return !byHash.isEmpty() && byHash.containsKey(hash(address));
    }

    /** Returns the lists that an erased person with the contact's address had left, as the contact's. */
    List<Subscription> stops(Contact contact) {
        Tombstone found = byHash.isEmpty() ? null : byHash.get(hash(contact.address()));
        List<Subscription> stops = new ArrayList<>();
        if (found != null) {
            for (Stop stop : found.stops()) {
                stops.add(new Subscription(contact.id(), stop.list(), stop.status(), stop.since(), EVIDENCE));
            }
        }
        return stops;
    }
}
