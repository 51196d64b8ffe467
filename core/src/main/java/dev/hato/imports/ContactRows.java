package dev.hato.imports;

import dev.hato.Stores;
import dev.hato.consent.ConsentResult;
import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InvalidAddressException;
import dev.hato.imports.ContactImport.ConsentColumn;
import dev.hato.imports.Outcome.Effect;
import dev.hato.internal.Texts;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes rows as contacts. */
final class ContactRows implements RowTaker<ContactRows.Draft> {
    private static final String NORMALISED = "address normalised";

    private final InstantSource clock;
    private final Column<?>[] columns;
    private final int[] columnAt;
    private final ConsentColumn[] consentColumns;
    private final int[] consentAt;
    private final Set<MailingList> lists = new LinkedHashSet<>();
    private final int idAt;
    private final int addressAt;
    private final boolean overwrite;
    private final boolean erase;
    private final String source;

    /** Whether the last batch was of new contacts for the most part, so that the next is likely to be so. */
    private boolean mostAreNew = true;

    ContactRows(ContactImport settings, Header header, String source) {
        this.clock = settings.clock();
        this.columns = settings.columns().toArray(Column<?>[]::new);
        this.columnAt = settings.columns().stream()
                .mapToInt(column -> header.indexOf(column.header()))
                .toArray();
        this.consentColumns = settings.consentColumns().toArray(ConsentColumn[]::new);
        this.consentAt = settings.consentColumns().stream()
                .mapToInt(column -> header.indexOf(column.header()))
                .toArray();
        settings.consentColumns().forEach(column -> lists.add(column.list()));
        String id = settings.idHeader();
        this.idAt = id == null ? -1 : header.indexOf(id);
        this.addressAt = header.indexOf(settings.addressHeader());
        this.overwrite = settings.overwrites();
        this.erase = settings.erases();
        this.source = source;
    }

    @Override
    public Draft prepare(CsvRow row) {
        List<String> cells = row.cells();
        EmailAddress address = address(cells.get(addressAt));
        AttributeMap values = AttributeMap.empty();
        List<Attribute<?>> erased = null;
        for (int i = 0; i < columns.length; i++) {
            String cell = cells.get(columnAt[i]);
            if (!cell.isBlank()) {
                values = columns[i].put(values, cell);
            } else if (erase) {
                erased = erased == null ? new ArrayList<>(4) : erased;
                erased.add(columns[i].attribute());
            }
        }
        @Nullable SubscriptionStatus[] wishes = new SubscriptionStatus[consentColumns.length];
        for (int i = 0; i < wishes.length; i++) {
            wishes[i] = wish(consentColumns[i], cells.get(consentAt[i]));
        }
        boolean normalised = !address.value().equals(cells.get(addressAt));
        return new Draft(
                row.line(), id(cells), address, values, erased == null ? List.of() : erased, wishes, normalised);
    }

    private @Nullable ContactId id(List<String> cells) {
        String cell = idAt < 0 ? "" : cells.get(idAt).strip();
        if (cell.isEmpty()) {
            return null;
        }
        try {
            return ContactId.of(cell);
        } catch (IllegalArgumentException e) {
            throw new CellException(String.valueOf(e.getMessage()));
        }
    }

    private static EmailAddress address(String cell) {
        if (cell.isBlank()) {
            throw new CellException("it has no address; a contact needs one.");
        }
        try {
            return EmailAddress.of(cell);
        } catch (InvalidAddressException e) {
            throw new CellException("the address cannot be used: " + e.reason());
        }
    }

    private static @Nullable SubscriptionStatus wish(ConsentColumn column, String cell) {
        try {
            return column.words().read(cell);
        } catch (CellException e) {
            throw new CellException("column " + Texts.quote(column.header()) + ": " + e.reason());
        }
    }

    @Override
    public List<Outcome> take(Stores tx, List<Draft> drafts) {
        EditableContactStore store = (EditableContactStore) tx.contacts();
        boolean alone = drafts.size() == 1;
        Map<Draft, Contact> added = !alone && mostAreNew ? insertNew(store, drafts) : Map.of();
        Set<ContactId> ids = new LinkedHashSet<>();
        Set<EmailAddress> addresses = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            if (!added.containsKey(draft)) {
                addresses.add(draft.address);
                if (draft.id != null) {
                    ids.add(draft.id);
                }
            }
        }
        ContactBatch contacts = new ContactBatch(store, ids, addresses);
        ids.addAll(contacts.known());
        if (alone) {
            contacts.writeThrough(); // the store may know more of the contact as soon as it is there
            return List.of(take(contacts, new Consents(tx.consents(), clock), drafts.get(0)));
        }
        added.values().forEach(contact -> ids.add(contact.id())); // who was here before may have left a subscription
        ConsentBatch subscriptions = new ConsentBatch(tx.consents(), lists, ids);
        Consents consents = new Consents(subscriptions, clock);
        List<Outcome> outcomes = new ArrayList<>(drafts.size());
        int inserted = 0;
        for (Draft draft : drafts) {
            Contact contact = added.get(draft);
            Outcome outcome =
                    contact == null ? take(contacts, consents, draft) : inserted(consents, draft, contact.id());
            inserted += outcome.effect() == Effect.INSERTED ? 1 : 0;
            outcomes.add(outcome);
        }
        contacts.flush();
        subscriptions.flush();
        mostAreNew = inserted >= drafts.size() / 2;
        return outcomes;
    }

    /**
     * Inserts the contacts that nobody has yet, without a look at who is there. A row that shares its id or address with
     * another of the batch waits for its turn; all others find the same whatever the order.
     */
    private static Map<Draft, Contact> insertNew(EditableContactStore store, List<Draft> drafts) {
        Set<Object> seen = new HashSet<>();
        Set<Object> shared = new HashSet<>();
        for (Draft draft : drafts) {
            note(draft.address, seen, shared);
            if (draft.id != null) {
                note(draft.id, seen, shared);
            }
        }
        Map<Draft, Contact> wanted = new LinkedHashMap<>();
        for (Draft draft : drafts) {
            if (!shared.contains(draft.address) && (draft.id == null || !shared.contains(draft.id))) {
                wanted.put(draft, draft.contact());
            }
        }
        Set<ContactId> inserted = store.insertNew(wanted.values());
        wanted.values().removeIf(contact -> !inserted.contains(contact.id()));
        return wanted;
    }

    private static void note(Object value, Set<Object> seen, Set<Object> shared) {
        if (!seen.add(value)) {
            shared.add(value);
        }
    }

    private Outcome take(ContactBatch contacts, Consents consents, Draft draft) {
        Contact byId = draft.id == null ? null : contacts.find(draft.id);
        Contact byAddress = contacts.findByAddress(draft.address);
        if (byId != null && byAddress != null && !byId.id().equals(byAddress.id())) {
            return Outcome.failed("the id is that of contact " + byId.id() + ", but the address is that of contact "
                    + byAddress.id() + "; correct one of them, or merge the two contacts.");
        }
        Contact existing = byAddress != null ? byAddress : byId;
        List<String> notes = new ArrayList<>(2);
        if (existing != null && !overwrite) {
            boolean stopped = applyWishes(consents, draft, existing.id(), true, notes);
            String reason = "contact " + existing.id() + " is there already and was not overwritten";
            return stopped
                    ? new Outcome(
                            RowClass.STOPPED, Effect.NONE, reason + ", but its subscription was stopped.", notes, false)
                    : new Outcome(RowClass.OTHER, Effect.NONE, reason + ".", notes, false);
        }
        if (existing == null) {
            Contact contact = draft.contact();
            contacts.save(contact);
            return inserted(consents, draft, contact.id());
        }
        if (draft.normalised) {
            notes.add(NORMALISED);
        }
        Contact saved = overwrite(contacts, draft, existing, byAddress == null, notes);
        boolean stopped = applyWishes(consents, draft, saved.id(), false, notes);
        return new Outcome(
                stopped ? RowClass.STOPPED : RowClass.SUCCEEDED,
                Effect.UPDATED,
                "overwritten.",
                notes,
                draft.normalised);
    }

    private Outcome inserted(Consents consents, Draft draft, ContactId id) {
        List<String> notes = new ArrayList<>(2);
        if (draft.normalised) {
            notes.add(NORMALISED);
        }
        boolean stopped = applyWishes(consents, draft, id, false, notes);
        return new Outcome(
                stopped ? RowClass.STOPPED : RowClass.SUCCEEDED, Effect.INSERTED, "inserted.", notes, draft.normalised);
    }

    private static Contact overwrite(
            ContactBatch contacts, Draft draft, Contact existing, boolean addressIsNew, List<String> notes) {
        AttributeMap attributes = existing.attributes();
        for (Attribute<?> attribute : draft.erased) {
            attributes = attributes.without(attribute);
        }
        Contact contact = Contact.of(existing.id(), draft.address, attributes.withAll(draft.values));
        if (addressIsNew) {
            notes.add("address changed");
        } else if (draft.id != null && !draft.id.equals(existing.id())) {
            notes.add("kept id " + existing.id());
        }
        if (!contact.equals(existing)) {
            contacts.save(contact);
        }
        return contact;
    }

    /** Returns whether a subscription was stopped, or begun as stopped. */
    private boolean applyWishes(
            Consents consents, Draft draft, ContactId contact, boolean onlyStops, List<String> notes) {
        boolean stopped = false;
        for (int i = 0; i < draft.wishes.length; i++) {
            SubscriptionStatus wish = draft.wishes[i];
            if (wish == null || (onlyStops && !stops(wish))) {
                continue;
            }
            MailingList list = consentColumns[i].list();
            Evidence evidence = Evidence.byData("CSV import", source + ", line " + draft.line);
            ConsentResult result = consents.change(contact, list, wish, evidence);
            if (result instanceof ConsentResult.Changed) {
                stopped |= stops(wish);
            } else if (result instanceof ConsentResult.Refused refused) {
                notes.add("subscription to " + Texts.quote(list.name()) + " stays "
                        + refused.current().status() + ": data cannot loosen it");
            }
        }
        return stopped;
    }

    private static boolean stops(SubscriptionStatus status) {
        return status == SubscriptionStatus.STOPPED || status == SubscriptionStatus.BANNED;
    }

    /** A row that is right in itself. */
    static final class Draft {
        private final long line;
        private final @Nullable ContactId id;
        private final EmailAddress address;
        private final AttributeMap values;
        private final List<Attribute<?>> erased;
        private final @Nullable SubscriptionStatus[] wishes;
        private final boolean normalised;

        Draft(
                long line,
                @Nullable ContactId id,
                EmailAddress address,
                AttributeMap values,
                List<Attribute<?>> erased,
                @Nullable SubscriptionStatus[] wishes,
                boolean normalised) {
            this.line = line;
            this.id = id;
            this.address = address;
            this.values = values;
            this.erased = erased;
            this.wishes = wishes;
            this.normalised = normalised;
        }

        /** Returns the row as a contact that nobody knew. */
        Contact contact() {
            return Contact.of(id == null ? ContactId.random() : id, address, values);
        }
    }
}
