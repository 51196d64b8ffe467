package dev.hato.jdbc;

import dev.hato.consent.ConsentStore;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactStore;
import dev.hato.delivery.DeliveryStore;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import java.sql.SQLException;

/** The stores over one database, or over one connection of it. */
record StoreParts(
        Database database,
        StoreSettings settings,
        ContactStore contacts,
        JdbcConsentStore consents,
        EventStore events,
        JdbcOutbox outbox,
        DeliveryStore deliveries,
        StepStore steps) {
    static StoreParts of(Database database, StoreSettings settings) {
        ContactStore contacts = contacts(database, settings);
        return new StoreParts(
                database,
                settings,
                contacts,
                new JdbcConsentStore(database, settings.tombstones(), settings.contacts() == null ? null : contacts),
                new JdbcEventStore(database, settings.columns()),
                new JdbcOutbox(database, settings.leaseClock()),
                new JdbcDeliveryStore(database, settings.templates()),
                new JdbcStepStore(database, session -> tables(session, settings)));
    }

    private static ContactStore contacts(Database database, StoreSettings settings) {
        HostTable hosts = settings.contacts();
        if (hosts == null) {
            return new JdbcContactStore(database, settings.columns(), settings.tombstones());
        }
        HostContactStore read = new HostContactStore(database, hosts);
        HostWriting writing = hosts.writing();
        return writing == null ? read : new EditableHostContactStore(database, read, writing, settings.tombstones());
    }

    /** Returns what asks the database, and reads the contacts where that cannot answer. */
    SegmentSelector selector() {
        // what is only remembered of erased people is no subscription: neither here nor in a statement
        ConsentStore written = new JdbcConsentStore(database, settings.tombstones(), null);
        SegmentSelector scanning = SegmentSelector.scanning(contacts, written, events);
        return new SqlSelector(database, session -> tables(session, settings), scanning);
    }

    /** Returns what the statements of segments are about, as the tables are now. */
    private static SegmentTables tables(Session session, StoreSettings settings) throws SQLException {
        HostTable hosts = settings.contacts();
        return hosts == null
                ? SegmentTables.own(session, settings.columns())
                : hosts.segments(SegmentTables.properties(session, settings.columns()));
    }

    /** Returns whether the database sees by itself that nothing speaks against a send: not of the host's contacts. */
    boolean admits() {
        return settings.contacts() == null && outbox.admits();
    }

    ContactEraser eraser() {
        return new JdbcEraser(database, settings.tombstones(), contacts, consents);
    }

    StoreParts over(Database joined) {
        return of(joined, settings);
    }
}
