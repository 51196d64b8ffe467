package dev.hato.jdbc;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DuplicateAddressException;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host's customers as contacts that are also written. */
final class EditableHostContactStore implements EditableContactStore {
    /** How often others may get in between before it is given up. */
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final HostContactStore reads;
    private final HostWriting writing;
    private final Tombstones tombstones;

    EditableHostContactStore(Database database, HostContactStore reads, HostWriting writing, Tombstones tombstones) {
        this.database = database;
        this.reads = reads;
        this.writing = writing;
        this.tombstones = tombstones;
    }

    @Override
    public boolean save(Contact contact) {
        requirePossible(contact);
        return database.write(session -> save(session, contact, new UnusualAddresses(reads, List.of(contact))));
    }

    /** All in one transaction: each is looked up, written and read again. */
    @Override
    public void saveAll(Collection<Contact> contacts) {
        contacts.forEach(this::requirePossible);
        database.write(session -> {
            UnusualAddresses unusual = new UnusualAddresses(reads, contacts);
            for (Contact contact : contacts) {
                save(session, contact, unusual);
            }
            return contacts.size();
        });
    }

    private void requirePossible(Contact contact) {
        if (!reads.table().isPossible(contact.id().value())) {
            throw new IllegalArgumentException("Contact " + contact.id() + " cannot be saved: its id is none that '"
                    + writing.what() + "' can have; give it an id of the type of the id's column.");
        }
        writing.require(contact);
    }

    private boolean save(Session session, Contact contact, UnusualAddresses unusual) throws SQLException {
        SQLException clash = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Contact> before = reads.find(contact.id());
            Optional<Contact> holder = holder(contact.address(), unusual);
            if (holder.isPresent() && !holder.get().id().equals(contact.id())) {
                throw new DuplicateAddressException(
                        contact.address(), contact.id(), holder.get().id());
            }
            Savepoint savepoint = session.connection().setSavepoint();
            try {
                boolean inserted = write(session, contact);
                requireKept(contact);
                session.connection().releaseSavepoint(savepoint);
                unusual.forget(contact.id());
                if (before.filter(old -> old.address().equals(contact.address()))
                        .isEmpty()) {
                    tombstones.applyTo(session, List.of(contact));
                }
                return inserted;
            } catch (SQLException | RuntimeException e) {
                rollBack(session, savepoint, e);
                if (!(e instanceof SQLException refused) || !session.dialect().isDuplicate(refused)) {
                    throw e;
                }
                clash = refused;
            }
        }
        throw new StoreException(
                "Contact " + contact.id() + " could not be saved in '" + writing.what()
                        + "': a unique column refused it, or others kept changing the same rows.",
                Objects.requireNonNull(clash));
    }

    private Optional<Contact> holder(EmailAddress address, UnusualAddresses unusual) {
        return Optional.ofNullable(reads.findUsual(List.of(address)).get(address))
                .or(() -> unusual.find(address));
    }

    /** In a transaction of the host's nothing of a failure must stay, not even that it failed. */
    private static void rollBack(Session session, Savepoint savepoint, Exception failure) {
        try {
            session.connection().rollback(savepoint);
        } catch (SQLException e) {
            failure.addSuppressed(e); // the database has rolled everything back already
        }
    }

    private boolean write(Session session, Contact contact) throws SQLException {
        Sql id = reads.table().bound(contact.id().value());
        int updated = run(session, writing.update(contact, id));
        if (updated > 1) {
            throw new IllegalStateException("'" + writing.what() + "' has " + updated + " rows with the id "
                    + contact.id() + "; map a column that is unique.");
        }
        if (updated == 1) {
            return false;
        }
        if (writing.numbersItsRows()) {
            throw new IllegalArgumentException("Contact " + contact.id() + " is not in '" + writing.what()
                    + "', which numbers its rows itself; insert new customers by the host's own code.");
        }
        run(session, writing.insert(contact, id));
        return true;
    }

    private void requireKept(Contact contact) {
        Contact read = reads.find(contact.id())
                .orElseThrow(() ->
                        new IllegalArgumentException("Contact " + contact.id() + " is not found in '" + writing.what()
                                + "' after it was saved: a column or a trigger there changes its id or address."));
        writing.requireKept(contact, read);
    }

    private static int run(Session session, Sql sql) throws SQLException {
        return session.update(sql.text(), parameters -> {
            for (Binder binder : sql.values()) {
                binder.bind(parameters);
            }
        });
    }

    @Override
    public boolean remove(ContactId id) {
        if (!reads.table().isPossible(id.value())) {
            return false;
        }
        Sql bound = reads.table().bound(id.value());
        return database.write(session -> {
            Savepoint savepoint = session.connection().setSavepoint();
            try {
                boolean there = run(session, writing.delete(id.value(), bound)) > 0;
                session.connection().releaseSavepoint(savepoint);
                return there;
            } catch (SQLException e) {
                rollBack(session, savepoint, e);
                if (session.dialect().isRolledBack(e)) {
                    throw e;
                }
                throw new StoreException(
                        "Contact " + id + " could not be removed from '" + writing.what() + "': " + e.getMessage(), e);
            }
        });
    }

    @Override
    public Optional<Contact> find(ContactId id) {
        return reads.find(id);
    }

    @Override
    public Optional<Contact> findByAddress(EmailAddress address) {
        return reads.findByAddress(address);
    }

    @Override
    public Map<EmailAddress, Contact> findAllByAddress(Collection<EmailAddress> addresses) {
        return reads.findAllByAddress(addresses);
    }

    @Override
    public Map<ContactId, Contact> findAll(Collection<ContactId> ids) {
        return reads.findAll(ids);
    }

    @Override
    public List<Contact> page(@Nullable ContactId after, int limit) {
        return reads.page(after, limit);
    }

    @Override
    public long count() {
        return reads.count();
    }
}
