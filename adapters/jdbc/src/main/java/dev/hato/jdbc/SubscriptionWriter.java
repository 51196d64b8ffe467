package dev.hato.jdbc;

import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes changes of subscriptions in one transaction, a few statements for all of them. What is there is read and locked
 * first; a subscription that somebody else begins at the same time is not inserted. Used by one thread.
 */
final class SubscriptionWriter {
    private static final String LOCKED = "select " + SubscriptionRows.columns("s.") + """
             from {rows r: id text} join {subscription} as s on s.list = ? and s.contact = r.id
            order by s.contact
            """;

    private final Session session;

    SubscriptionWriter(Session session) {
        this.session = session;
    }

    /** Returns the changes that were refused, in the order given. */
    List<SubscriptionChange> save(List<SubscriptionChange> changes) throws SQLException {
        List<SubscriptionChange> refused = new ArrayList<>();
        Map<List<String>, SubscriptionChange> once = new LinkedHashMap<>();
        for (SubscriptionChange change : changes) {
            if (once.containsKey(key(change.next()))) {
                saveOnce(once, refused);
                once.clear();
            }
            once.put(key(change.next()), change);
        }
        saveOnce(once, refused);
        return refused;
    }

    private static List<String> key(Subscription subscription) {
        return List.of(subscription.list(), subscription.contact().value());
    }

    private void saveOnce(Map<List<String>, SubscriptionChange> changes, List<SubscriptionChange> refused)
            throws SQLException {
        Map<List<String>, Subscription> known = known(changes.keySet());
        List<Subscription> inserts = new ArrayList<>();
        List<Subscription> updates = new ArrayList<>();
        changes.forEach((key, change) -> {
            if (SubscriptionRows.same(known.get(key), change.expected())) {
                (change.expected() == null ? inserts : updates).add(change.next());
            }
        });
        Set<List<String>> saved = new HashSet<>(insert(inserts));
        update(updates);
        updates.forEach(next -> saved.add(key(next)));
        List<Subscription> log = new ArrayList<>();
        changes.forEach((key, change) -> {
            if (saved.contains(key)) {
                log.add(change.next());
            } else {
                refused.add(change);
            }
        });
        if (!log.isEmpty()) {
            session.update(
                    SubscriptionRows.LOG,
                    parameters -> parameters.rows(SubscriptionRows.of(log), SubscriptionRows.TYPES));
        }
    }

    private Map<List<String>, Subscription> known(Set<List<String>> keys) throws SQLException {
        Map<String, Set<String>> contacts = new TreeMap<>();
        keys.forEach(key -> contacts.computeIfAbsent(key.get(0), list -> new TreeSet<>())
                .add(key.get(1)));
        Map<List<String>, Subscription> known = new HashMap<>();
        for (Map.Entry<String, Set<String>> entry : contacts.entrySet()) {
            String list = StorableText.require("The list of a subscription", entry.getKey());
            session.list(
                            LOCKED + session.dialect().lock("s"),
                            parameters -> parameters.texts(entry.getValue()).text(list),
                            SubscriptionRows::read)
                    .forEach(subscription -> known.put(key(subscription), subscription));
        }
        return known;
    }

    private Set<List<String>> insert(List<Subscription> subscriptions) throws SQLException {
        if (subscriptions.isEmpty()) {
            return Set.of();
        }
        // in the same order everywhere, so that two nodes do not wait for each other
        subscriptions.sort(Comparator.comparing(Subscription::list).thenComparing(Subscription::contact));
        return session.dialect()
                .insertNew(session, SubscriptionRows.INSERTION, SubscriptionRows.of(subscriptions));
    }

    private void update(List<Subscription> subscriptions) throws SQLException {
        if (!subscriptions.isEmpty()) {
            session.update(
                    session.dialect().update(SubscriptionRows.UPDATE),
                    parameters -> parameters.rows(SubscriptionRows.of(subscriptions), SubscriptionRows.TYPES));
        }
    }
}
