package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The host's table of customers, checked against the database. Immutable and thread-safe. */
final class HostTable {
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9][0-9]{0,19}");
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger GREATEST_UNSIGNED = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

    /** What an id is to the database. */
    private enum Id {
        TEXT,
        INTEGER,
        /** Up to twice as large: MariaDB's {@code bigint unsigned}. */
        UNSIGNED,
        UUID
    }

    private final ContactTable mapping;
    private final String from;
    private final Id kind;
    private final String key;
    private final String id;
    private final String address;
    private final String unusual;
    private final List<HostValue> values = new ArrayList<>();
    private final Map<Attribute<?>, HostValue> byAttribute = new HashMap<>();

    private final @Nullable HostWriting writing;

    private HostTable(ContactTable mapping, HostColumns columns, HostSql sql) {
        this.mapping = mapping;
        from = columns.from() + " c";
        HostColumns.Column idColumn = columns.column(mapping.id());
        kind = kind(columns, idColumn);
        key = columns.reference(idColumn);
        id = sql.text(key, idColumn.type() == java.sql.Types.CHAR);
        HostColumns.Column addressColumn = columns.column(mapping.address());
        if (!HostValue.isText(addressColumn)) {
            throw new IllegalArgumentException("Column '" + mapping.address() + "' of '" + columns.what()
                    + "' is of type " + addressColumn.typeName() + "; addresses are text.");
        }
        address = columns.reference(addressColumn);
        unusual = sql.isUnusual(sql.text(address, addressColumn.type() == java.sql.Types.CHAR));
        mapping.attributes().forEach((attribute, column) -> {
            HostValue value = HostValue.of(attribute, columns, column, sql, mapping.zone());
            values.add(value);
            byAttribute.put(attribute, value);
        });
        writing = mapping.isWritable() ? new HostWriting(mapping, columns, sql) : null;
    }

    private static Id kind(HostColumns columns, HostColumns.Column column) {
        if (column.typeName().equals("uuid")) {
            return Id.UUID;
        }
        if (HostValue.isInteger(column)) {
            return column.typeName().contains("unsigned") ? Id.UNSIGNED : Id.INTEGER;
        }
        if (HostValue.isText(column)) {
            return Id.TEXT;
        }
        throw new IllegalArgumentException("Column '" + column.name() + "' of '" + columns.what() + "' is of type "
                + column.typeName() + "; ids are integers, texts or UUIDs.");
    }

    /**
     * Looks at the table.
     *
     * @throws IllegalArgumentException if the mapping does not fit; it says what is there
     */
    static HostTable of(Connection connection, ContactTable mapping, Dialect dialect) throws SQLException {
        return new HostTable(
                mapping, HostColumns.of(connection, mapping.schema(), mapping.table(), dialect), dialect.hostColumns());
    }

    /** Returns how the table is written, or null where only the host writes it. */
    @Nullable HostWriting writing() {
        return writing;
    }

    /** Returns the column by which pages are in order. */
    String key() {
        return key;
    }

    String address() {
        return address;
    }

    /** Returns what is selected after id and address, in their order. */
    List<HostValue> values() {
        return values;
    }

    /** Returns the statement for contacts, up to its condition, which begins with {@code and}. */
    String select() {
        String mapped = values.stream().map(value -> ", " + value.selected()).collect(Collectors.joining());
        return "select " + id + ", " + address + mapped + " from " + from + " where " + readable();
    }

    /** Rows without an address are no contacts, and need not be read to know it. */
    private String readable() {
        return key + " is not null and " + address + " <> ''";
    }

    /** Returns the statement for ids and addresses alone, up to its condition, which begins with {@code and}. */
    String selectAddresses() {
        return "select " + id + ", " + address + " from " + from + " where " + readable();
    }

    /** Returns the condition that an address may be spelled otherwise than {@link EmailAddress} does. */
    String unusual() {
        return unusual;
    }

    /** Returns whether the column can hold the id. */
    boolean isPossible(String value) {
        return switch (kind) {
            case TEXT -> StorableText.is(value);
            case INTEGER -> isInteger(value, GREATEST);
            case UNSIGNED -> isInteger(value, GREATEST_UNSIGNED);
            case UUID -> isUuid(value);
        };
    }

    private static boolean isInteger(String value, BigInteger greatest) {
        if (!INTEGER.matcher(value).matches()) {
            return false;
        }
        BigInteger number = new BigInteger(value);
        return number.compareTo(LEAST) >= 0 && number.compareTo(greatest) <= 0;
    }

    private static boolean isUuid(String value) {
        try {
            return UUID.fromString(value).toString().equals(value);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Returns the id of a contact, bound as its column compares it. */
    Sql bound(String value) {
        if (!isPossible(value)) {
            throw new IllegalArgumentException("The id '" + value + "' is none of the table '" + mapping.table()
                    + "'; page on from an id that a page has given.");
        }
        return switch (kind) {
            case TEXT -> Sql.bound(value);
            case INTEGER -> Sql.bound(Long.parseLong(value));
            case UNSIGNED ->
                Sql.format("cast($ as " + (value.startsWith("-") ? "" : "un") + "signed)", Sql.bound(value));
            case UUID -> Sql.format("cast($ as uuid)", Sql.bound(value));
        };
    }

    /** Returns the condition that the id is one of these, which are possible. */
    Sql anyOf(Collection<String> ids) {
        String template = ids.stream().map(value -> "$").collect(Collectors.joining(", ", key + " in (", ")"));
        return Sql.format(template, ids.stream().map(this::bound).toArray(Sql[]::new));
    }

    private Sql among(Collection<String> ids) {
        List<String> possible = ids.stream().filter(this::isPossible).toList();
        return possible.isEmpty() ? Sql.of("1 = 0") : anyOf(possible);
    }

    /** Returns the tables that segments are about. */
    SegmentTables segments(Attributes properties) {
        return new SegmentTables(from, id, key, this::bound, this::among, address, readable(), this::place, properties);
    }

    private Place place(Attribute<?> attribute) {
        HostValue value = byAttribute.get(attribute);
        if (value == null) {
            return new Place.Missing(attribute.type());
        }
        if (!value.exact()) {
            throw new UnanswerableException();
        }
        return new Place.Column(attribute.type(), value.expression(), value.guard(), false);
    }

    /** Returns the id of the contact that a row is, or null if it is none. */
    static @Nullable ContactId contact(String id, @Nullable String address) {
        try {
            return EmailAddress.ofNullable(address) == null ? null : ContactId.of(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    void report(String contact, String reason) {
        mapping.report(contact, reason);
    }
}
