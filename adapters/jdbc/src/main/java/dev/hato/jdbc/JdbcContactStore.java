package dev.hato.jdbc;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** To come. */
final class JdbcContactStore implements EditableContactStore {
    private final Database database;
    private final DeclaredColumns columns;

    JdbcContactStore(Database database, DeclaredColumns columns) {
        this.database = database;
        this.columns = columns;
    }

    @Override
    public boolean save(Contact contact) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public boolean remove(ContactId id) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Optional<Contact> find(ContactId id) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public Optional<Contact> findByAddress(EmailAddress address) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<Contact> page(@Nullable ContactId after, int limit) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public long count() {
        throw new UnsupportedOperationException("to come");
    }
}
