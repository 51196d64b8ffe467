package dev.hato.imports;

import dev.hato.Stores;
import dev.hato.contact.AttributeMap;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.InvalidAddressException;
import dev.hato.event.ContactEvent;
import dev.hato.imports.Outcome.Effect;
import dev.hato.internal.Texts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes rows as events. */
final class EventRows implements RowTaker<EventRows.Draft> {
    private static final Outcome ADDED =
            new Outcome(RowClass.SUCCEEDED, Effect.INSERTED, "recorded.", List.of(), false);
    private static final Outcome KNOWN =
            new Outcome(RowClass.OTHER, Effect.NONE, "an event of this id is recorded already.", List.of(), false);

    private final EventImport settings;
    private final Column<?>[] properties;
    private final int[] propertyAt;
    private final int[] idAt;
    private final int contactAt;
    private final int typeAt;
    private final int timeAt;
    private final String source;
    private final EventIds ids;

    EventRows(EventImport settings, Header header) {
        this.settings = settings;
        this.properties = settings.properties().toArray(Column<?>[]::new);
        this.propertyAt = settings.properties().stream()
                .mapToInt(column -> header.indexOf(column.header()))
                .toArray();
        this.idAt = settings.idHeaders().stream().mapToInt(header::indexOf).toArray();
        this.contactAt = header.indexOf(settings.contactHeader());
        String typeHeader = settings.typeHeader();
        this.typeAt = typeHeader == null ? -1 : header.indexOf(typeHeader);
        this.timeAt = header.indexOf(settings.timeHeader());
        this.source = Objects.requireNonNullElse(settings.declaredSource(), "");
        this.ids = new EventIds(source);
    }

    @Override
    public Draft prepare(CsvRow row) {
        List<String> cells = row.cells();
        String who = cell(cells, contactAt, settings.contactHeader());
        String timeCell = cell(cells, timeAt, settings.timeHeader());
        Instant at = Column.parse(settings.timeHeader(), settings.timeParser(), timeCell);
        AttributeMap values = AttributeMap.empty();
        for (int i = 0; i < properties.length; i++) {
            String cell = cells.get(propertyAt[i]);
            values = cell.isBlank() ? values : properties[i].put(values, cell);
        }
        try {
            EmailAddress address = settings.findsByAddress() ? EmailAddress.of(who) : null;
            ContactId contact = address == null ? ContactId.of(who) : null;
            String type = type(cells);
            String id = id(row, contact == null ? who : contact.value(), type, at, values);
            // The event of an unknown address gets its contact when it is taken.
            ContactId known = contact == null ? ContactId.of("unknown") : contact;
            return new Draft(address, new ContactEvent(id, known, type, at, values));
        } catch (InvalidAddressException e) {
            throw new CellException("the address cannot be used: " + e.reason());
        } catch (IllegalArgumentException e) {
            throw new CellException(String.valueOf(e.getMessage()));
        }
    }

    private static String cell(List<String> cells, int at, String header) {
        String cell = cells.get(at).strip();
        if (cell.isEmpty()) {
            throw new CellException("column " + Texts.quote(header) + " is empty; an event needs it.");
        }
        return cell;
    }

    private String type(List<String> cells) {
        String constant = settings.constantType();
        return constant != null ? constant : cell(cells, typeAt, String.valueOf(settings.typeHeader()));
    }

    private String id(CsvRow row, String who, String type, Instant at, AttributeMap values) {
        if (settings.idsByPosition()) {
            return source + "#" + row.line();
        }
        if (idAt.length == 0) {
            return ids.next(who, type, at, values);
        }
        StringBuilder joined = new StringBuilder();
        for (int i = 0; i < idAt.length; i++) {
            joined.append(i == 0 ? "" : ":")
                    .append(cell(row.cells(), idAt[i], settings.idHeaders().get(i)));
        }
        return joined.toString();
    }

    @Override
    public List<Outcome> take(Stores tx, List<Draft> drafts) {
        ContactStore contacts = tx.contacts();
        Map<ContactId, Contact> known = knownContacts(contacts, drafts);
        Map<EmailAddress, Contact> addressees = addressees(contacts, drafts);
        @Nullable Outcome[] failures = new Outcome[drafts.size()];
        List<ContactEvent> found = new ArrayList<>(drafts.size());
        for (int i = 0; i < failures.length; i++) {
            Draft draft = drafts.get(i);
            ContactId contact = contactOf(draft, known, addressees);
            if (contact == null) {
                failures[i] = unknown(draft);
            } else {
                ContactEvent event = draft.event;
                found.add(new ContactEvent(event.id(), contact, event.type(), event.at(), event.properties()));
            }
        }
        int added = found.isEmpty() ? 0 : tx.events().addAll(found);
        if (added != 0 && added != found.size()) {
            throw new MixedBatchException();
        }
        List<Outcome> outcomes = new ArrayList<>(failures.length);
        for (Outcome failure : failures) {
            outcomes.add(failure != null ? failure : added == 0 ? KNOWN : ADDED);
        }
        return outcomes;
    }

    private Map<ContactId, Contact> knownContacts(ContactStore contacts, List<Draft> drafts) {
        if (settings.findsByAddress() || settings.acceptsUnknown()) {
            return Map.of();
        }
        Set<ContactId> wanted = new LinkedHashSet<>();
        drafts.forEach(draft -> wanted.add(draft.event.contact()));
        return contacts.findAll(wanted);
    }

    private Map<EmailAddress, Contact> addressees(ContactStore contacts, List<Draft> drafts) {
        if (!settings.findsByAddress()) {
            return Map.of();
        }
        Set<EmailAddress> wanted = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            if (draft.address != null) {
                wanted.add(draft.address);
            }
        }
        return contacts.findAllByAddress(wanted);
    }

    private @Nullable ContactId contactOf(
            Draft draft, Map<ContactId, Contact> known, Map<EmailAddress, Contact> addressees) {
        if (draft.address != null) {
            Contact addressee = addressees.get(draft.address);
            return addressee == null ? null : addressee.id();
        }
        ContactId id = draft.event.contact();
        return settings.acceptsUnknown() || known.containsKey(id) ? id : null;
    }

    private static Outcome unknown(Draft draft) {
        String who = draft.address != null ? draft.address.redacted() : String.valueOf(draft.event.contact());
        return Outcome.failed("there is no contact " + Texts.quote(who) + "; import the contacts first.");
    }

    /** A row that is right in itself. */
    record Draft(@Nullable EmailAddress address, ContactEvent event) {}
}
