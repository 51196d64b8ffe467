package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.AttributeTypeException;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EmailAddress;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The host's customers as contacts, read-only. */
final class HostContactStore implements ContactStore {
    /** How many addresses are asked for at once: each has two spellings. */
    private static final int ASKED = 500;

    /** How many ids and addresses are read at once. */
    private static final int ADDRESSES = 10_000;

    private final Database database;
    private final HostTable table;

    HostContactStore(Database database, HostTable table) {
        this.database = database;
        this.table = table;
    }

    HostTable table() {
        return table;
    }

    /** A row as it was read; no contact where it is unreadable. */
    private record Found(String id, @Nullable Contact contact) {}

    @Override
    public Optional<Contact> find(ContactId id) {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    @Override
    public Optional<Contact> findByAddress(EmailAddress address) {
        return Optional.ofNullable(findAllByAddress(List.of(address)).get(address));
    }

    @Override
    public Map<EmailAddress, Contact> findAllByAddress(Collection<EmailAddress> addresses) {
        Map<EmailAddress, Contact> found = findUsual(addresses);
        Set<EmailAddress> missing = new LinkedHashSet<>(addresses);
        missing.removeAll(found.keySet());
        found.putAll(findUnusual(missing));
        Map<EmailAddress, Contact> asAsked = new LinkedHashMap<>();
        for (EmailAddress address : addresses) {
            Contact contact = found.get(address);
            if (contact != null) {
                asAsked.put(address, contact);
            }
        }
        return asAsked;
    }

    /** Finds contacts whose addresses are spelled as they are here, but for the case of letters; an index can help. */
    Map<EmailAddress, Contact> findUsual(Collection<EmailAddress> addresses) {
        Map<EmailAddress, Contact> found = new LinkedHashMap<>();
        List<EmailAddress> asked = List.copyOf(new LinkedHashSet<>(addresses));
        for (int from = 0; from < asked.size(); from += ASKED) {
            List<EmailAddress> some = asked.subList(from, Math.min(from + ASKED, asked.size()));
            String spellings = String.join(", ", Collections.nCopies(2 * some.size(), "lower(?)"));
            List<Found> rows = list(
                    "lower(" + table.address() + ") in (" + spellings + ") order by " + table.key(), parameters -> {
                        for (EmailAddress address : some) {
                            parameters.text(address.value()).text(address.wire());
                        }
                    });
            Set<EmailAddress> wanted = Set.copyOf(some);
            for (Contact contact : contacts(rows)) {
                if (wanted.contains(contact.address())) {
                    add(found, contact);
                }
            }
        }
        return found;
    }

    /** Finds contacts whose addresses the host has spelled in a way that no index knows: it reads all such addresses. */
    Map<EmailAddress, Contact> findUnusual(Collection<EmailAddress> addresses) {
        Map<EmailAddress, Contact> found = new LinkedHashMap<>();
        if (addresses.isEmpty()) {
            return found;
        }
        Set<EmailAddress> wanted = Set.copyOf(addresses);
        List<ContactId> ids = new ArrayList<>();
        forEachAddress(table.unusual(), (id, address) -> {
            ContactId contact = HostTable.contact(id, address);
            if (contact != null && wanted.contains(EmailAddress.of(address))) {
                ids.add(contact);
            }
        });
        Map<ContactId, Contact> contacts = findAll(ids);
        for (ContactId id : ids) {
            Contact contact = contacts.get(id);
            if (contact != null && wanted.contains(contact.address())) {
                add(found, contact);
            }
        }
        return found;
    }

    /** Of several rows with one address, the first is found by it. */
    private void add(Map<EmailAddress, Contact> found, Contact contact) {
        Contact first = found.putIfAbsent(contact.address(), contact);
        if (first != null && !first.id().equals(contact.id())) {
            table.report(contact.id().value(), "its address is that of contact " + first.id() + " too");
        }
    }

    /** Gives the id and the address of every row to the reader. */
    private void forEachAddress(String condition, BiConsumer<String, String> reader) {
        String after = null;
        while (true) {
            Sql from = after == null ? Sql.of("1 = 1") : Sql.format(table.key() + " > $", table.bound(after));
            String text = table.selectAddresses() + " and " + condition + " and " + from.text() + " order by "
                    + table.key() + " limit " + ADDRESSES;
            List<List<String>> page = database.read(session -> session.list(
                    text,
                    parameters -> {
                        for (Binder binder : from.values()) {
                            binder.bind(parameters);
                        }
                    },
                    row -> row.texts(2)));
            page.forEach(row -> reader.accept(row.get(0), row.get(1)));
            if (page.size() < ADDRESSES) {
                return;
            }
            after = page.get(page.size() - 1).get(0);
        }
    }

    @Override
    public Map<ContactId, Contact> findAll(Collection<ContactId> ids) {
        Map<ContactId, Contact> all = new LinkedHashMap<>();
        List<String> possible = ids.stream()
                .map(ContactId::value)
                .filter(table::isPossible)
                .distinct()
                .toList();
        if (!possible.isEmpty()) {
            Sql where = table.anyOf(possible);
            for (Contact contact : contacts(list(where.text(), parameters -> {
                for (Binder binder : where.values()) {
                    binder.bind(parameters);
                }
            }))) {
                // The column may compare its texts more loosely than ids are compared.
                if (ids.contains(contact.id())) {
                    all.put(contact.id(), contact);
                }
            }
        }
        return all;
    }

    /** Goes on where all rows of a page are unreadable: an empty page would be the end. */
    @Override
    public List<Contact> page(@Nullable ContactId after, int limit) {
        String from = after == null ? null : after.value();
        while (true) {
            List<Found> rows = rows(from, Math.max(0, limit));
            List<Contact> page = contacts(rows);
            if (!page.isEmpty() || rows.isEmpty()) {
                return page;
            }
            from = rows.get(rows.size() - 1).id;
        }
    }

    private List<Found> rows(@Nullable String after, int limit) {
        Sql where = after == null ? Sql.of("1 = 1") : Sql.format(table.key() + " > $", table.bound(after));
        return list(where.text() + " order by " + table.key() + " limit ?", parameters -> {
            for (Binder binder : where.values()) {
                binder.bind(parameters);
            }
            parameters.number(limit);
        });
    }

    private List<Found> list(String where, Binder binder) {
        String text = table.select() + " and " + where;
        return database.read(session -> session.list(text, binder, this::read));
    }

    private static List<Contact> contacts(List<Found> found) {
        List<Contact> contacts = new ArrayList<>(found.size());
        for (Found row : found) {
            if (row.contact != null) {
                contacts.add(row.contact);
            }
        }
        return contacts;
    }

    private Found read(Row row) throws SQLException {
        String id = row.text(1);
        ContactId contact;
        try {
            contact = ContactId.of(id);
        } catch (IllegalArgumentException e) {
            table.report(id, "its id is no contact id");
            return new Found(id, null);
        }
        EmailAddress address = EmailAddress.ofNullable(row.textOrNull(2));
        if (address == null) {
            table.report(id, "its address is none");
            return new Found(id, null);
        }
        return new Found(id, Contact.of(contact, address, attributes(row)));
    }

    private AttributeMap attributes(Row row) throws SQLException {
        Map<Attribute<?>, Object> values = new HashMap<>();
        int column = 3;
        for (HostValue mapped : table.values()) {
            Object value = mapped.read(row.results(), column++);
            if (value != null && isPossible(mapped.attribute(), value)) {
                values.put(mapped.attribute(), value);
            }
        }
        return AttributeMap.copyOf(values);
    }

    /** A number of 300 digits is none that conditions know; the contact is there all the same. */
    private static boolean isPossible(Attribute<?> attribute, Object value) {
        try {
            attribute.check(value);
            return true;
        } catch (AttributeTypeException e) {
            return false;
        }
    }

    /** Which addresses are none, only their grammar knows. */
    @Override
    public long count() {
        AtomicLong count = new AtomicLong();
        forEachAddress("1 = 1", (id, address) -> {
            if (HostTable.contact(id, address) != null) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }
}
