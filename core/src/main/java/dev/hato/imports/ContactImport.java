package dev.hato.imports;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.EditableContactStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Imports contacts and their subscriptions from a CSV file.
 *
 * <pre>{@code
 * ImportReport report = hato.imports().contacts()
 *     .id("顧客番号")
 *     .address("メールアドレス")
 *     .column("氏名", NAME)
 *     .column("生年月日", BIRTHDAY, CellParsers.date("yyyy/MM/dd"))
 *     .consent("メール配信", newsletter, ConsentWords.active("希望する").stopped("希望しない"))
 *     .resultTo(ResultFile.to(Path.of("result.csv")))
 *     .run(Path.of("customers.csv"));
 * }</pre>
 *
 * <p>The address tells whose row it is, else the id. A contact that has the row's address is
 * overwritten and keeps its id; a contact that has the row's id, when nobody has the address, gets the
 * address; where id and address belong to two contacts, the row fails. Of several rows for one contact
 * the last wins.
 *
 * <p>Consent only tightens: a row can begin a subscription and stop one, but a stopped one stays
 * stopped, with a note in the result. With overwriting off, a row still stops the subscription of a
 * contact that is there, because a wish not to get mail is never dropped.
 */
public final class ContactImport extends CsvImport<ContactImport> {
    private final List<Column<?>> columns = new ArrayList<>();
    private final List<ConsentColumn> consentColumns = new ArrayList<>();
    private @Nullable String id;
    private @Nullable String address;
    private boolean overwrite = true;
    private EmptyCell emptyCell = EmptyCell.KEEP;

    private ContactImport(Stores stores, InstantSource clock) {
        super(stores, clock);
    }

    /**
     * Begins to describe an import into these stores; the clock tells when subscriptions changed.
     *
     * @throws UnsupportedOperationException if the contact store is read-only
     */
    public static ContactImport into(Stores stores, InstantSource clock) {
        if (!(stores.contacts() instanceof EditableContactStore)) {
            throw new UnsupportedOperationException(
                    "The contacts are read-only here, so none can be imported; write them to the host's own table.");
        }
        return new ContactImport(stores, clock);
    }

    @Override
    ContactImport self() {
        return this;
    }

    /** Takes contact ids from this column. Without one, or where its cell is blank, a new contact gets a random id. */
    public ContactImport id(String header) {
        id = Objects.requireNonNull(header, "header");
        return this;
    }

    /** Takes addresses from this column. Required. */
    public ContactImport address(String header) {
        address = Objects.requireNonNull(header, "header");
        return this;
    }

    /** Takes an attribute from this column, read as is usual for its type, see {@link CellParsers}. */
    public ContactImport column(String header, Attribute<?> attribute) {
        columns.add(new Column<>(header, attribute, CellParsers.defaultFor(attribute)));
        return this;
    }

    /** Takes an attribute from this column, read by the parser. */
    public <T> ContactImport column(String header, Attribute<T> attribute, CellParser<? extends T> parser) {
        columns.add(new Column<>(header, attribute, Objects.requireNonNull(parser, "parser")));
        return this;
    }

    /** Takes from this column whether the contact wants the list's mail. */
    public ContactImport consent(String header, MailingList list, ConsentWords words) {
        consentColumns.add(new ConsentColumn(header, list, words));
        return this;
    }

    /** Overwrites contacts that are there, which is the default, or leaves them and counts their rows as {@link RowClass#OTHER}. */
    public ContactImport overwrite(boolean on) {
        overwrite = on;
        return this;
    }

    /** Says what an empty cell does to a contact that is there: {@link EmptyCell#KEEP} by default. */
    public ContactImport emptyCell(EmptyCell meaning) {
        emptyCell = Objects.requireNonNull(meaning, "meaning");
        return this;
    }

    @Override
    RowTaker<?> taker(Header header, String sourceName) {
        if (address == null) {
            throw new IllegalStateException("Say which column has the addresses: call address(header).");
        }
        return new ContactRows(this, header, sourceName);
    }

    List<Column<?>> columns() {
        return columns;
    }

    List<ConsentColumn> consentColumns() {
        return consentColumns;
    }

    @Nullable String idHeader() {
        return id;
    }

    String addressHeader() {
        return Objects.requireNonNull(address, "address");
    }

    boolean overwrites() {
        return overwrite;
    }

    boolean erases() {
        return emptyCell == EmptyCell.ERASE;
    }

    /** A column of answers to whether mail is wanted. */
    record ConsentColumn(String header, MailingList list, ConsentWords words) {}
}
