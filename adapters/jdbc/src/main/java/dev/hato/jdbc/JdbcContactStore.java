package dev.hato.jdbc;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Contacts in the table {@code contact}. */
final class JdbcContactStore implements EditableContactStore {
    private final Database database;
    private final DeclaredColumns columns;
    private final Tombstones tombstones;
    private final String byId;
    private final String byAddress;

    JdbcContactStore(Database database, DeclaredColumns columns, Tombstones tombstones) {
        this.tombstones = tombstones;
        this.database = database;
        this.columns = columns;
        Dialect dialect = database.dialect();
        byId = dialect.lookup("{rows r: id text}", "contact", "c", "c.id = r.id");
        byAddress = dialect.lookup("{rows r: k text}", "contact", "c", "c.address_key = r.k");
    }

    @Override
    public boolean save(Contact contact) {
        return !write(List.of(contact)).isEmpty();
    }

    @Override
    public void saveAll(Collection<Contact> contacts) {
        if (!contacts.isEmpty()) {
            write(List.copyOf(contacts));
        }
    }

    @Override
    public Set<ContactId> insertNew(Collection<Contact> contacts) {
        return contacts.isEmpty()
                ? Set.of()
                : database.write(
                        session -> new ContactWriter(session, columns, tombstones).insertNew(List.copyOf(contacts)));
    }

    private Set<ContactId> write(List<Contact> contacts) {
        return database.write(session -> new ContactWriter(session, columns, tombstones).save(contacts));
    }

    @Override
    public boolean remove(ContactId id) {
        return database.read(session ->
                        session.update("delete from {contact} where id = ?", parameters -> parameters.text(id.value())))
                > 0;
    }

    @Override
    public Optional<Contact> find(ContactId id) {
        return first(" and c.id = ?", parameters -> parameters.text(id.value()));
    }

    @Override
    public Optional<Contact> findByAddress(EmailAddress address) {
        return first(" and c.address_key = ?", parameters -> parameters.text(address.key()));
    }

    private Optional<Contact> first(String where, Binder binder) {
        return list("{contact} as c", where, binder).stream().findFirst();
    }

    private List<Contact> list(String from, String where, Binder binder) {
        return database.read(session -> columns.read(
                session,
                ColumnKind.CONTACT,
                typed -> session.list(select(typed, from) + where, binder, row -> contact(row, typed))));
    }

    private static String select(TypedColumns typed, String from) {
        return "select c.id, c.address, " + typed.names("c.") + " from " + from + " where " + typed.guard();
    }

    static Contact contact(Row row, TypedColumns typed) throws SQLException {
        return Contact.of(ContactId.of(row.text(1)), EmailAddress.of(row.text(2)), typed.read(row, 3));
    }

    @Override
    public Map<ContactId, Contact> findAll(Collection<ContactId> ids) {
        Map<ContactId, Contact> found = new LinkedHashMap<>();
        if (!ids.isEmpty()) {
            List<String> texts = ids.stream().map(ContactId::value).distinct().toList();
            list(byId, "", parameters -> parameters.texts(texts)).forEach(contact -> found.put(contact.id(), contact));
        }
        return found;
    }

    @Override
    public Map<EmailAddress, Contact> findAllByAddress(Collection<EmailAddress> addresses) {
        Map<EmailAddress, Contact> found = new LinkedHashMap<>();
        Map<String, EmailAddress> asked = new LinkedHashMap<>();
        addresses.forEach(address -> asked.putIfAbsent(address.key(), address));
        if (!asked.isEmpty()) {
            list(byAddress, "", parameters -> parameters.texts(asked.keySet())).forEach(contact -> {
                EmailAddress address = contact.address();
                found.put(asked.getOrDefault(address.key(), address), contact);
            });
        }
        return found;
    }

    @Override
    public List<Contact> page(@Nullable ContactId after, int limit) {
        String from = after == null ? "" : after.value();
        return list(
                "{contact} as c",
                " and c.id > ? order by c.id limit ?",
                parameters -> parameters.text(from).number(Math.max(0, limit)));
    }

    @Override
    public long count() {
        return database.read(session -> session.number("select count(*) from {contact}", Binder.NONE));
    }
}
