package dev.hato.jdbc;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.ConsentStore;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EmailAddress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Subscriptions in the tables {@code subscription} and {@code subscription_history}, addresses in {@code address_status}. */
final class JdbcConsentStore implements ConsentStore {
    private static final String SELECT = "select " + SubscriptionRows.columns("s.") + " from {subscription} as s ";

    private static final String ADDRESSES = "select a.address_key, a.address, a.status, a.since, a.reason from ";

    private static final String TO_BE_LOCKED =
            ADDRESSES + "{rows r: k text} join {address_status} as a on a.address_key = r.k";

    private final Database database;
    private final Tombstones tombstones;
    private final @Nullable ContactStore hosts;
    private final String ofContacts;
    private final String ofAddresses;

    /**
     * @param hosts the contacts where others may add them than this library: the lists that an erased person with the
     *     address of one had left are looked up then, since nobody applied them when it came; or null
     */
    JdbcConsentStore(Database database, Tombstones tombstones, @Nullable ContactStore hosts) {
        this.database = database;
        this.tombstones = tombstones;
        this.hosts = tombstones.areKept() ? hosts : null;
        Dialect dialect = database.dialect();
        ofContacts = "select " + SubscriptionRows.columns("s.") + " from "
                + dialect.lookup("{rows r: id text}", "subscription", "s", "s.list = ? and s.contact = r.id");
        ofAddresses = ADDRESSES + dialect.lookup("{rows r: k text}", "address_status", "a", "a.address_key = r.k");
    }

    @Override
    public Map<ContactId, Subscription> subscriptions(String list, Collection<ContactId> contacts) {
        if (contacts.isEmpty() || !StorableText.is(list)) {
            return Map.of();
        }
        List<String> ids = contacts.stream().map(ContactId::value).distinct().toList();
        Map<ContactId, Subscription> found = new LinkedHashMap<>();
        list(ofContacts, parameters -> parameters.texts(ids).text(list))
                .forEach(subscription -> found.put(subscription.contact(), subscription));
        if (hosts != null) {
            List<ContactId> without =
                    contacts.stream().filter(id -> !found.containsKey(id)).toList();
            for (Subscription stop : remembered(without)) {
                if (stop.list().equals(list)) {
                    found.put(stop.contact(), stop);
                }
            }
        }
        return found;
    }

    /** Returns the lists that erased people with these contacts' addresses had left. */
    private List<Subscription> remembered(Collection<ContactId> contacts) {
        if (hosts == null || contacts.isEmpty()) {
            return List.of();
        }
        Collection<Contact> found = hosts.findAll(contacts).values();
        return database.read(session -> tombstones.stops(session, found));
    }

    @Override
    public List<Subscription> subscriptionsOf(ContactId contact) {
        List<Subscription> found =
                list(SELECT + "where s.contact = ? order by s.list", parameters -> parameters.text(contact.value()));
        List<Subscription> stops = new ArrayList<>(remembered(List.of(contact)));
        stops.removeIf(stop -> found.stream().anyMatch(each -> each.list().equals(stop.list())));
        if (stops.isEmpty()) {
            return found;
        }
        stops.addAll(found);
        stops.sort(Comparator.comparing(Subscription::list));
        return stops;
    }

    @Override
    public List<Subscription> members(String list, @Nullable ContactId after, int limit) {
        if (!StorableText.is(list)) {
            return List.of();
        }
        String from = after == null ? "" : after.value();
        return list(
                SELECT + "where s.list = ? and s.contact > ? order by s.contact limit ?",
                parameters -> parameters.text(list).text(from).number(Math.max(0, limit)));
    }

    @Override
    public List<Subscription> history(ContactId contact) {
        return list(
                "select " + SubscriptionRows.columns("")
                        + " from {subscription_history} where contact = ? order by number",
                parameters -> parameters.text(contact.value()));
    }

    private List<Subscription> list(String text, Binder binder) {
        return database.read(session -> session.list(text, binder, SubscriptionRows::read));
    }

    @Override
    public boolean save(Subscription next, @Nullable Subscription expected) {
        return saveAll(List.of(new SubscriptionChange(next, expected))).isEmpty();
    }

    @Override
    public List<SubscriptionChange> saveAll(List<SubscriptionChange> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        return database.write(session -> {
            remember(session, changes);
            return new SubscriptionWriter(session).save(changes);
        });
    }

    /** Writes down what was only looked up so far, where a change begins at it or knows nothing of it. */
    private void remember(Session session, List<SubscriptionChange> changes) throws SQLException {
        if (hosts == null) {
            return;
        }
        Set<ContactId> contacts = new LinkedHashSet<>();
        for (SubscriptionChange change : changes) {
            Subscription expected = change.expected();
            if (expected == null || Tombstones.isStop(expected)) {
                contacts.add(change.next().contact());
            }
        }
        if (!contacts.isEmpty()) {
            tombstones.applyTo(session, hosts.findAll(contacts).values());
        }
    }

    @Override
    public Map<EmailAddress, AddressRecord> addresses(Collection<EmailAddress> addresses) {
        if (addresses.isEmpty()) {
            return Map.of();
        }
        return database.read(session -> {
            Map<EmailAddress, AddressRecord> found = addresses(session, addresses, ofAddresses);
            tombstones.addTo(found, session, addresses);
            return found;
        });
    }

    @Override
    public Set<EmailAddress> erased(Collection<EmailAddress> addresses) {
        return addresses.isEmpty() ? Set.of() : database.read(session -> tombstones.among(session, addresses));
    }

    private static Map<EmailAddress, AddressRecord> addresses(
            Session session, Collection<EmailAddress> addresses, String text) throws SQLException {
        Map<String, EmailAddress> asked = new LinkedHashMap<>();
        addresses.forEach(address -> asked.putIfAbsent(address.key(), address));
        Map<EmailAddress, AddressRecord> found = new LinkedHashMap<>();
        session.list(text, parameters -> parameters.texts(asked.keySet()), row -> {
            AddressRecord known = new AddressRecord(
                    EmailAddress.of(row.text(2)),
                    Codes.of(AddressStatus.class, row.text(3)),
                    row.instant(4),
                    row.text(5));
            return found.put(asked.getOrDefault(row.text(1), known.address()), known);
        });
        return found;
    }

    @Override
    public boolean saveAddress(AddressRecord next, @Nullable AddressRecord expected) {
        StorableText.require("The reason of an address's status", next.reason());
        return database.write(session -> {
            Map<EmailAddress, AddressRecord> found = addresses(
                    session,
                    List.of(next.address()),
                    TO_BE_LOCKED + session.dialect().lock("a"));
            boolean there = !found.isEmpty();
            tombstones.addTo(found, session, List.of(next.address()));
            if (!same(found.get(next.address()), expected)) {
                return false;
            }
            return !there ? insert(session, next) : update(session, next);
        });
    }

    private static boolean same(@Nullable AddressRecord known, @Nullable AddressRecord expected) {
        if (known == null || expected == null) {
            return known == null && expected == null;
        }
        return known.address().equals(expected.address())
                && known.status() == expected.status()
                && Micros.of(known.since()) == Micros.of(expected.since())
                && known.reason().equals(expected.reason());
    }

    private static boolean insert(Session session, AddressRecord next) throws SQLException {
        Insertion insertion = new Insertion(
                "address_status",
                "address_key, address, status, since, reason",
                "address_key text, address text, status text, since bigint, reason text",
                "r.address_key, r.address, r.status, r.since, r.reason",
                List.of(List.of("address_key")),
                "1 = 1");
        Rows rows = new Rows(1)
                .add(
                        next.address().key(),
                        next.address().value(),
                        next.status().name(),
                        Micros.of(next.since()),
                        next.reason());
        return !session.dialect().insertNew(session, insertion, rows).isEmpty();
    }

    private static boolean update(Session session, AddressRecord next) throws SQLException {
        return session.update(
                        """
                        update {address_status} set address = ?, status = ?, since = ?, reason = ?
                        where address_key = ?
                        """,
                        parameters -> parameters
                                .text(next.address().value())
                                .text(next.status().name())
                                .instant(next.since())
                                .text(next.reason())
                                .text(next.address().key()))
                > 0;
    }
}
