package dev.hato.jdbc;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What is left of erased people: under HMAC-SHA-256 of the address's key, that it was there, whether it was blocked and
 * which lists it had left. Without a key nothing is found and nothing can be erased. Thread-safe.
 */
final class Tombstones {
    private static final String STATUSES = """
            select t.hash, t.status, t.since from {rows r: hash text} join {tombstone} as t on t.hash = r.hash
            """;

    private static final String STOPS = """
            select t.hash, t.list, t.status, t.since
            from {rows r: hash text} join {tombstone_stop} as t on t.hash = r.hash
            """;

    private static final Insertion TOMBSTONE = new Insertion(
            "tombstone",
            "hash, status, since, erased_at",
            "hash text, status text, since bigint",
            "r.hash, r.status, r.since, {now}",
            List.of(List.of("hash")),
            "1 = 1");

    private static final Insertion STOP = new Insertion(
            "tombstone_stop",
            "hash, list, status, since",
            "hash text, list text, status text, since bigint",
            "r.hash, r.list, r.status, r.since",
            List.of(List.of("hash", "list")),
            "1 = 1");

    private static final String REASON = "blocked before the contact was erased";
    private static final Evidence EVIDENCE = Evidence.byData("erasure", "the tombstone of an erased contact");

    private final @Nullable SecretKeySpec key;

    Tombstones(byte @Nullable [] key) {
        this.key = key == null ? null : new SecretKeySpec(key, "HmacSHA256");
    }

    /** Returns whether there is a key. */
    boolean areKept() {
        return key != null;
    }

    /** Returns under what an address is kept; only where there is a key. */
    String hash(EmailAddress address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(address.key().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA-256.", e);
        }
    }

    private Map<String, EmailAddress> hashes(Collection<EmailAddress> addresses) {
        Map<String, EmailAddress> hashes = new HashMap<>();
        addresses.forEach(address -> hashes.putIfAbsent(hash(address), address));
        return hashes;
    }

    /** Returns whether the subscription is one of {@link #stops}. */
    static boolean isStop(Subscription subscription) {
        return subscription.evidence().equals(EVIDENCE);
    }

    /** Adds what is known about addresses of which nothing else is. */
    void addTo(Map<EmailAddress, AddressRecord> found, Session session, Collection<EmailAddress> asked)
            throws SQLException {
        List<EmailAddress> unknown =
                asked.stream().filter(address -> !found.containsKey(address)).toList();
        if (key == null || unknown.isEmpty()) {
            return;
        }
        Map<String, EmailAddress> hashes = hashes(unknown);
        session.list(STATUSES, parameters -> parameters.texts(hashes.keySet()), row -> {
            EmailAddress address = hashes.get(row.text(1));
            AddressStatus status = Codes.of(AddressStatus.class, row.text(2));
            if (address != null && status != AddressStatus.OK) {
                found.put(address, new AddressRecord(address, status, row.instant(3), REASON));
            }
            return status;
        });
    }

    /** Returns those of the addresses under which somebody was erased. */
    Set<EmailAddress> among(Session session, Collection<EmailAddress> asked) throws SQLException {
        if (key == null) {
            return Set.of();
        }
        Map<EmailAddress, String> hashes = new HashMap<>();
        asked.forEach(address -> hashes.put(address, hash(address)));
        Set<String> found = new HashSet<>(
                session.list(STATUSES, parameters -> parameters.texts(hashes.values()), row -> row.text(1)));
        hashes.values().retainAll(found);
        return Set.copyOf(hashes.keySet());
    }

    /** Returns the lists that erased people with the addresses of these contacts had left, as the contacts' own. */
    List<Subscription> stops(Session session, Collection<Contact> contacts) throws SQLException {
        List<Subscription> stops = new ArrayList<>();
        if (key == null || contacts.isEmpty()) {
            return stops;
        }
        Map<String, List<Contact>> byHash = new HashMap<>(); // a table of the host's may have an address twice
        contacts.forEach(contact -> byHash.computeIfAbsent(hash(contact.address()), hash -> new ArrayList<>())
                .add(contact));
        session.list(STOPS, parameters -> parameters.texts(byHash.keySet()), row -> {
            for (Contact contact : byHash.getOrDefault(row.text(1), List.of())) {
                stops.add(new Subscription(
                        contact.id(),
                        row.text(2),
                        Codes.of(SubscriptionStatus.class, row.text(3)),
                        row.instant(4),
                        EVIDENCE));
            }
            return stops;
        });
        return stops;
    }

    /** Stops the lists that erased people with the addresses of these contacts had left. */
    void applyTo(Session session, Collection<Contact> contacts) throws SQLException {
        List<Subscription> stops = stops(session, contacts);
        if (stops.isEmpty()) {
            return;
        }
        Set<List<String>> written =
                session.dialect().insertNew(session, SubscriptionRows.INSERTION, SubscriptionRows.of(stops));
        stops.removeIf(
                stop -> !written.contains(List.of(stop.list(), stop.contact().value())));
        if (!stops.isEmpty()) {
            session.update(
                    SubscriptionRows.LOG,
                    parameters -> parameters.rows(SubscriptionRows.of(stops), SubscriptionRows.TYPES));
        }
    }

    /**
     * Keeps that somebody is being erased, with the block and the stops. A list that was left under this address before
     * stays left, whatever is known now; of two stops of a list the tighter one is kept.
     */
    void keep(Session session, EmailAddress address, @Nullable AddressRecord known, List<Subscription> subscriptions)
            throws SQLException {
        String hash = hash(address);
        if (known != null) {
            session.update("delete from {tombstone} where hash = ?", parameters -> parameters.text(hash));
        }
        AddressStatus status = known == null ? AddressStatus.OK : known.status();
        long since = known == null ? 0 : Micros.of(known.since());
        session.dialect().insertNew(session, TOMBSTONE, new Rows(1).add(hash, status.name(), since));
        Rows stops = new Rows(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            if (subscription.status() == SubscriptionStatus.STOPPED
                    || subscription.status() == SubscriptionStatus.BANNED) {
                if (subscription.status() == SubscriptionStatus.BANNED) {
                    session.update(
                            "delete from {tombstone_stop} where hash = ? and list = ?",
                            parameters -> parameters.text(hash).text(subscription.list()));
                }
                stops.add(hash, subscription.list(), subscription.status().name(), Micros.of(subscription.since()));
            }
        }
        if (!stops.isEmpty()) {
            session.dialect().insertNew(session, STOP, stops);
        }
    }
}
