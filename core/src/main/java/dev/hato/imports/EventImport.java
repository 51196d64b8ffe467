package dev.hato.imports;

import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.event.ContactEvent;
import dev.hato.internal.Texts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Imports events of contacts, such as purchases, from a CSV file.
 *
 * <pre>{@code
 * ImportReport report = hato.imports().events()
 *     .contactId("customer_id")
 *     .type("purchase")
 *     .time("purchased_on", CellParsers.instant("yyyy-MM-dd", ZoneId.of("Asia/Tokyo")))
 *     .property("amount", AMOUNT)
 *     .run(Path.of("purchases.csv"));
 * }</pre>
 *
 * <p>Importing a file twice adds nothing the second time: an event whose id is known counts as {@link
 * RowClass#OTHER}. The id comes from columns, or is derived from what the row says.
 */
public final class EventImport extends CsvImport<EventImport> {
    private final List<Column<?>> properties = new ArrayList<>();
    private List<String> idHeaders = List.of();
    private boolean idByPosition;
    private @Nullable String contactHeader;
    private boolean byAddress;
    private @Nullable String type;
    private @Nullable String typeHeader;
    private @Nullable String timeHeader;
    private CellParser<Instant> timeParser = CellParsers.instant();
    private UnknownContact unknown = UnknownContact.FAIL;

    private EventImport(Stores stores, InstantSource clock) {
        super(stores, clock);
    }

    /** Begins to describe an import into these stores; the clock tells when it began. */
    public static EventImport into(Stores stores, InstantSource clock) {
        return new EventImport(stores, clock);
    }

    @Override
    EventImport self() {
        return this;
    }

    /** Finds the contact by the id in this column. */
    public EventImport contactId(String header) {
        contactHeader = Objects.requireNonNull(header, "header");
        byAddress = false;
        return this;
    }

    /** Finds the contact by the address in this column. */
    public EventImport contactAddress(String header) {
        contactHeader = Objects.requireNonNull(header, "header");
        byAddress = true;
        return this;
    }

    /** Gives all events this type. */
    public EventImport type(String constant) {
        type = Texts.requireName("Event type", constant, ContactEvent.MAX_LENGTH);
        return this;
    }

    /** Takes the type of each event from this column. */
    public EventImport typeColumn(String header) {
        typeHeader = Objects.requireNonNull(header, "header");
        return this;
    }

    /** Takes the moment of each event from this column. Required. */
    public EventImport time(String header, CellParser<Instant> parser) {
        timeHeader = Objects.requireNonNull(header, "header");
        timeParser = Objects.requireNonNull(parser, "parser");
        return this;
    }

    /** Takes a property from this column, read as is usual for its type, see {@link CellParsers}. */
    public EventImport property(String header, Attribute<?> property) {
        properties.add(new Column<>(header, property, CellParsers.defaultFor(property)));
        return this;
    }

    /** Takes a property from this column, read by the parser. */
    public <T> EventImport property(String header, Attribute<T> property, CellParser<? extends T> parser) {
        properties.add(new Column<>(header, property, Objects.requireNonNull(parser, "parser")));
        return this;
    }

    /**
     * Takes the event's id, such as an order number, from this column; several columns are joined by
     * colons. Without it the id is derived from the contact, type, time, properties and the declared
     * source; rows that are the same in all of these are told apart by how often they have come so far,
     * which takes some 20 bytes of memory a row.
     */
    public EventImport id(String header, String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.add(0, header);
        idHeaders = List.copyOf(headers);
        return this;
    }

    /**
     * Derives each event's id from the declared {@link #source} and the line in the file, in constant
     * memory. A file with lines added before others would be taken for other events.
     */
    public EventImport idByPosition() {
        idByPosition = true;
        return this;
    }

    /** Says what happens to an event whose contact is not there: {@link UnknownContact#FAIL} by default. */
    public EventImport unknownContact(UnknownContact answer) {
        unknown = Objects.requireNonNull(answer, "answer");
        return this;
    }

    @Override
    RowTaker<?> taker(Header header, String sourceName) {
        require(contactHeader != null, "Say which column has the contacts: call contactId or contactAddress.");
        require(timeHeader != null, "Say which column has the times: call time.");
        require((type == null) != (typeHeader == null), "Give the type of the events: call either type or typeColumn.");
        require(
                !idByPosition || (idHeaders.isEmpty() && declaredSource() != null),
                "Ids by position need a declared source, which must be the same at each import, and no id column.");
        require(
                unknown == UnknownContact.FAIL || !byAddress,
                "An event of an unknown contact can be accepted only under its id; call contactId.");
        return new EventRows(this, header);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message);
        }
    }

    List<Column<?>> properties() {
        return properties;
    }

    List<String> idHeaders() {
        return idHeaders;
    }

    boolean idsByPosition() {
        return idByPosition;
    }

    String contactHeader() {
        return Objects.requireNonNull(contactHeader, "contactHeader");
    }

    boolean findsByAddress() {
        return byAddress;
    }

    @Nullable String constantType() {
        return type;
    }

    @Nullable String typeHeader() {
        return typeHeader;
    }

    String timeHeader() {
        return Objects.requireNonNull(timeHeader, "timeHeader");
    }

    CellParser<Instant> timeParser() {
        return timeParser;
    }

    boolean acceptsUnknown() {
        return unknown == UnknownContact.ACCEPT;
    }
}
