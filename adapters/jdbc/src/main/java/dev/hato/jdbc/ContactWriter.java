package dev.hato.jdbc;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Saves contacts in one transaction, a few statements for all of them.
 *
 * <p>Who has the ids and addresses is read and locked first, so that a taken address is found without an error of the
 * database, which would end a host's transaction. What others write meanwhile shows in rows that are not inserted, or
 * in an address that cannot be moved to; it is read again then. Used by one thread.
 */
final class ContactWriter {
    private static final int ATTEMPTS = 20;
    private static final String IDS = """
            select c.id, c.address_key from {rows r: id text} join {contact} as c on c.id = r.id order by c.id
            """;
    private static final String ADDRESSES = """
            select c.id, c.address_key from {rows r: k text} join {contact} as c on c.address_key = r.k order by c.id
            """;

    private final Session session;
    private final DeclaredColumns columns;
    private final Tombstones tombstones;
    private TypedColumns typed;

    /** The address of each contact that was found or written. */
    private final Map<String, String> keyOf = new HashMap<>();

    private final Map<String, String> holderOf = new HashMap<>();
    private final Set<ContactId> inserted = new HashSet<>();

    ContactWriter(Session session, DeclaredColumns columns, Tombstones tombstones) throws SQLException {
        this.session = session;
        this.columns = columns;
        this.tombstones = tombstones;
        this.typed = columns.known(session, ColumnKind.CONTACT);
    }

    /**
     * Inserts or replaces the contacts as if one by one.
     *
     * @return the ids of those that were inserted
     * @throws DuplicateAddressException if another contact has one of the addresses
     */
    Set<ContactId> save(List<Contact> contacts) throws SQLException {
        Map<ContactId, Contact> pending = new LinkedHashMap<>();
        for (Contact contact : contacts) {
            if (pending.containsKey(contact.id())) {
                saveOnce(pending);
                pending.clear();
            }
            pending.put(contact.id(), contact);
        }
        saveOnce(pending);
        return inserted;
    }

    /** Inserts the contacts whose id and address nobody has, and returns their ids. */
    Set<ContactId> insertNew(List<Contact> contacts) throws SQLException {
        Map<ContactId, Contact> pending = new LinkedHashMap<>();
        contacts.forEach(contact -> pending.put(contact.id(), contact));
        insert(pending);
        return inserted;
    }

    private void saveOnce(Map<ContactId, Contact> pending) throws SQLException {
        if (haveDifferentAddresses(pending.values())) {
            // most often all are new; what is not, is still pending
            insert(pending);
        }
        for (int attempt = 0; attempt < ATTEMPTS && !pending.isEmpty(); attempt++) {
            read(pending.values());
            Set<ContactId> there = new HashSet<>();
            List<Contact> moved = new ArrayList<>();
            requireFreeAddresses(pending.values(), there, moved);
            if (!move(moved)) {
                continue;
            }
            tombstones.applyTo(session, moved);
            moved.forEach(contact -> pending.remove(contact.id()));
            update(pending.values().stream()
                    .filter(contact -> there.contains(contact.id()))
                    .toList());
            pending.keySet().removeAll(there);
            insert(pending);
        }
        if (pending.isEmpty()) {
            return;
        }
        throw new StoreException(pending.size() + " contacts could not be saved, such as "
                + pending.keySet().iterator().next() + ": others kept changing the same ones. Save them again.");
    }

    /** Where two want one address, the order tells who gets it. */
    private static boolean haveDifferentAddresses(Collection<Contact> contacts) {
        Set<String> keys = new HashSet<>();
        contacts.forEach(contact -> keys.add(contact.address().key()));
        return keys.size() == contacts.size();
    }

    /** Reads and locks who has the ids and the addresses. */
    private void read(Iterable<Contact> contacts) throws SQLException {
        keyOf.clear();
        holderOf.clear();
        List<String> ids = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        contacts.forEach(contact -> {
            ids.add(contact.id().value());
            keys.add(contact.address().key());
        });
        for (String text : List.of(IDS, ADDRESSES)) {
            session.list(
                    text + session.dialect().lock("c"),
                    parameters -> parameters.texts(text.equals(IDS) ? ids : keys),
                    row -> {
                        note(row.text(1), row.text(2));
                        return true;
                    });
        }
        typed = columns.current(session, ColumnKind.CONTACT);
    }

    /** Returns the key that the contact had before. */
    private @Nullable String note(String id, String key) {
        holderOf.put(key, id);
        return keyOf.put(id, key);
    }

    /** Goes through the contacts in order, as if saving them, and sorts them. */
    private void requireFreeAddresses(Iterable<Contact> contacts, Set<ContactId> there, List<Contact> moved) {
        for (Contact contact : contacts) {
            String id = contact.id().value();
            String key = contact.address().key();
            String holder = holderOf.get(key);
            if (holder != null && !holder.equals(id)) {
                throw new DuplicateAddressException(contact.address(), contact.id(), ContactId.of(holder));
            }
            String before = note(id, key);
            if (before != null) {
                there.add(contact.id());
                if (!before.equals(key)) {
                    holderOf.remove(before);
                    moved.add(contact);
                }
            }
        }
    }

    /** Writes contacts with new addresses one by one, for one may take what another gives up. */
    private boolean move(List<Contact> contacts) throws SQLException {
        if (contacts.isEmpty()) {
            return true;
        }
        Connection connection = session.connection();
        Savepoint before = connection.setSavepoint();
        try {
            for (Contact contact : contacts) {
                update(List.of(contact));
            }
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            connection.rollback(before);
            if (session.dialect().isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    private void update(List<Contact> contacts) throws SQLException {
        if (contacts.isEmpty()) {
            return;
        }
        Map<String, String> assignments = new LinkedHashMap<>();
        assignments.put("address", "r.address");
        assignments.put("address_key", "r.address_key");
        assignments.putAll(typed.assignments("r"));
        String text = session.dialect().update(new BulkUpdate("contact", List.of("id"), rowColumns(), assignments));
        session.update(text, parameters -> parameters.rows(rows(contacts), types()));
    }

    /** Inserts what clashes with nothing, and leaves the rest as pending. */
    private void insert(Map<ContactId, Contact> pending) throws SQLException {
        if (pending.isEmpty()) {
            return;
        }
        Insertion insertion = new Insertion(
                "contact",
                "id, address, address_key, " + typed.names(""),
                rowColumns(),
                "r.id, r.address, r.address_key, " + typed.fromRow("r"),
                List.of(List.of("id"), List.of("address_key")),
                typed.guard());
        // in the same order everywhere, so that two nodes do not wait for each other
        List<Contact> sorted = new ArrayList<>(pending.values());
        sorted.sort(Comparator.comparing(Contact::id));
        List<Contact> written = new ArrayList<>(sorted.size());
        for (List<String> key : session.dialect().insertNew(session, insertion, rows(sorted))) {
            ContactId id = ContactId.of(key.get(0));
            inserted.add(id);
            Contact contact = pending.remove(id);
            if (contact != null) {
                written.add(contact);
            }
        }
        tombstones.applyTo(session, written);
    }

    private String rowColumns() {
        return "id text, address text, address_key text, " + typed.rowColumns();
    }

    private String[] types() {
        return typed.types("text", "text", "text");
    }

    private Rows rows(List<Contact> contacts) {
        Rows rows = new Rows(contacts.size());
        for (Contact contact : contacts) {
            rows.add(typed.row(
                    contact.attributes(),
                    contact.id().value(),
                    contact.address().value(),
                    contact.address().key()));
        }
        return rows;
    }
}
