package dev.hato.jdbc;

import dev.hato.consent.AddressRecord;
import dev.hato.consent.Subscription;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Erases people from all our tables in one transaction. */
final class JdbcEraser implements ContactEraser {
    /** Without its content a mail that was to go out ends as excluded, as its contact is gone: state 13, reason 8. */
    private static final String MAILS = """
            update {outbox} set content = null, detail = '',
                reason = case when state < 10 and fence is null then 8 else reason end,
                at = case when state < 10 and fence is null then {now} else at end,
                state = case when state < 10 and fence is null then 13 else state end
            where (contact = ? or recipient = ?)
                and (content is not null or detail <> '' or (state < 10 and fence is null))
            """;

    private static final List<String> DELETIONS = List.of(
            "delete from {subscription} where contact = ?",
            "delete from {subscription_history} where contact = ?",
            "delete from {event} where contact = ?");

    private final Database database;
    private final Tombstones tombstones;
    private final ContactStore contacts;
    private final JdbcConsentStore consents;

    JdbcEraser(Database database, Tombstones tombstones, ContactStore contacts, JdbcConsentStore consents) {
        this.database = database;
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
        for (String deletion : DELETIONS) {
            changed += session.update(deletion, parameters -> parameters.text(id.value()));
        }
        changed +=
                session.update(MAILS, parameters -> parameters.text(id.value()).text(id.value()));
        return changed > 0;
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
