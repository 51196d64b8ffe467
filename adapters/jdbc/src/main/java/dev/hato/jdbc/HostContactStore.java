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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's customers as contacts, read-only. */
final class HostContactStore implements ContactStore {
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
        List<Found> found = list(
                "lower(" + table.address() + ") in (lower(?), lower(?)) order by " + table.key(),
                parameters -> parameters.text(address.value()).text(address.wire()));
        return contacts(found).stream()
                .filter(contact -> contact.address().equals(address))
                .findFirst();
    }

    @Override
    public Map<ContactId, Contact> findAll(Collection<ContactId> ids) {
        Map<ContactId, Contact> all = new LinkedHashMap<>();
        List<String> possible =
                ids.stream().map(ContactId::value).filter(table::isPossible).distinct().toList();
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
        String reason = "its id is no contact id";
        try {
            ContactId contact = ContactId.of(id);
            EmailAddress address = EmailAddress.ofNullable(row.textOrNull(2));
            reason = "its address is none";
            if (address != null) {
                return new Found(id, Contact.of(contact, address, attributes(row)));
            }
        } catch (IllegalArgumentException e) {
            // the id; said below
        }
        table.report(id, reason);
        return new Found(id, null);
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

    @Override
    public long count() {
        return database.read(session -> session.number(table.count(), Binder.NONE));
    }
}
