package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.event.EventStore;
import java.time.Instant;
import java.util.List;

/** To come. */
final class JdbcEventStore implements EventStore {
    private final Database database;
    private final DeclaredColumns columns;

    JdbcEventStore(Database database, DeclaredColumns columns) {
        this.database = database;
        this.columns = columns;
    }

    @Override
    public boolean add(ContactEvent event) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<ContactEvent> find(ContactId contact, String type, Instant from, Instant to) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public List<ContactEvent> latest(ContactId contact, int limit) {
        throw new UnsupportedOperationException("to come");
    }

    @Override
    public long count(String type) {
        throw new UnsupportedOperationException("to come");
    }
}
