package dev.hato.jdbc;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.Subscription;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Erases people from all our tables in one transaction. */
final class JdbcEraser implements ContactEraser {
    /**
     * Without its content a mail that was to go out ends as excluded, as its contact is gone: state 13, reason 8. One
     * whose send has begun ends as unknown, state 14: its claim is taken away, so that nothing that its worker hears of
     * the mail server later is written down. Assigned in this order, since MariaDB sees what is already assigned.
     */
    private static final String EXCLUSION = """
        update {outbox} set content = null, detail = '',
            reason = case when state < 10 and (fence is null or not started) then 8 else reason end,
            at = case when state < 10 then {now} else at end,
            state = case when state >= 10 then state when fence is not null and started then 14 else 13 end,
            fence = null, owner = null, lease_until = null, lease_skew = null, started = false
        where (content is not null or detail <> '' or state < 10)
        """;

    private static final String UNKEYED = EXCLUSION + "and recipient = ?";
    private static final String KEYED = EXCLUSION + "and source = ? and step = ? and contact = ?";

    /** Here every mail has a step of its own: the caller's key. */
    private static final String TRANSACTIONAL = EXCLUSION + "and source = ? and contact = ?";

    private static final String NEXT_SOURCE = """
        select source from {outbox} where source > ? order by source limit 1
        """;

    private static final String NEXT_STEP = """
        select step from {outbox} where source = ? and step > ? order by source, step limit 1
        """;

    private static final List<String> DELETIONS = List.of(
            "delete from {subscription} where contact = ?",
            "delete from {subscription_history} where contact = ?",
            "delete from {event} where contact = ?",
            // of a code of its own nothing stays; uses of those that others share stay counted, without the contact
            """
            delete from {coupon_use} where code in (
                select own_code from {coupon} where contact = ? and own_code is not null)
            """,
            "delete from {coupon} where contact = ?",
            "update {coupon_use} set contact = null where contact = ?");

    private final Database database;
    private final Tombstones tombstones;
    private final ContactStore contacts;
    private final JdbcConsentStore consents;

    JdbcEraser(Database database, Tombstones tombstones, ContactStore contacts, JdbcConsentStore consents) {
        this.database = database.unhurried();
        this.tombstones = tombstones;
        this.contacts = contacts;
        this.consents = consents;
    }

    @Override
    public boolean erase(ContactId id) {
        if (!tombstones.areKept()) {
            throw new IllegalStateException("Contact " + id + " cannot be erased without a key under which its "
                    + "opt-outs are remembered; call erasureKey on the builder of the stores.");
        }
        return database.write(session -> erase(session, id));
    }

    private boolean erase(Session session, ContactId id) throws SQLException {
        Optional<Contact> contact = contacts.find(id);
        if (contact.isPresent()) {
            keep(session, contact.get());
        }
        // a contact of the host's that only the host may write to is the host's to erase
        int changed = contacts instanceof EditableContactStore editable && editable.remove(id) ? 1 : 0;
        // before the mails: a step that is being done is waited for, so that its mail is there to be excluded
        changed +=
                session.update("delete from {enrolment} where contact = ?", parameters -> parameters.text(id.value()));
        // the mails before the events: no outcome is recorded afterwards that would bring one
        changed += excludeMails(session, id.value());
        for (String deletion : DELETIONS) {
            changed += session.update(deletion, parameters -> parameters.text(id.value()));
        }
        return changed > 0;
    }

    /**
     * Goes through the outbox by its primary key, which begins with source and step: an index by contact would cost
     * every mail that is planned more than the few erasures save.
     */
    private static int excludeMails(Session session, String contact) throws SQLException {
        int excluded = session.update(UNKEYED, parameters -> parameters.text(contact));
        Optional<String> next = next(session, NEXT_SOURCE, "");
        while (next.isPresent()) {
            String source = next.get();
            if (source.equals(SendKey.TRANSACTIONAL)) {
                excluded += session.update(
                        TRANSACTIONAL, parameters -> parameters.text(source).text(contact));
            } else {
                excluded += excludeMails(session, source, contact);
            }
            next = next(session, NEXT_SOURCE, source);
        }
        return excluded;
    }

    private static int excludeMails(Session session, String source, String contact) throws SQLException {
        int excluded = 0;
        Optional<String> next = next(session, NEXT_STEP, source, "");
        while (next.isPresent()) {
            String step = next.get();
            excluded += session.update(
                    KEYED, parameters -> parameters.text(source).text(step).text(contact));
            next = next(session, NEXT_STEP, source, step);
        }
        return excluded;
    }

    private static Optional<String> next(Session session, String text, String... after) throws SQLException {
        return session.first(
                text,
                parameters -> {
                    for (String each : after) {
                        parameters.text(each);
                    }
                },
                row -> row.text(1));
    }

    private void keep(Session session, Contact contact) throws SQLException {
        EmailAddress address = contact.address();
        AddressRecord known = consents.addresses(Set.of(address)).get(address);
        List<Subscription> subscriptions = consents.subscriptionsOf(contact.id());
        tombstones.keep(session, address, known, subscriptions);
        session.update(
                "delete from {address_status} where address_key = ?", parameters -> parameters.text(address.key()));
    }
}
