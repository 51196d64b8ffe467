package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statements that write the host's table. Immutable and thread-safe. */
final class HostWriting {
    private final String what;
    private final String from;
    private final String key;
    private final String id;
    private final String address;
    private final HostSql sql;
    private final HostColumns.Column addressColumn;
    private final boolean numbersItsRows;
    private final Map<Attribute<?>, HostTarget> targets = new LinkedHashMap<>();

    /**
     * Looks whether the table can be written.
     *
     * @throws IllegalArgumentException if it cannot; it says why
     */
    HostWriting(ContactTable mapping, HostColumns columns, HostSql sql) {
        this.sql = sql;
        what = columns.what();
        if (columns.isView()) {
            throw new IllegalArgumentException(
                    "'" + what + "' is a view, which cannot be writable; map its table, or leave writable() out.");
        }
        from = columns.from();
        HostColumns.Column idColumn = columns.column(mapping.id());
        key = columns.quoted(idColumn);
        id = sql.text(key, idColumn.type() == java.sql.Types.CHAR);
        numbersItsRows = idColumn.filling() == HostColumns.Filling.SEQUENCE;
        addressColumn = columns.column(mapping.address());
        address = columns.quoted(addressColumn);
        Map<String, String> mapped = new LinkedHashMap<>();
        claim(mapped, idColumn, "the id");
        claim(mapped, addressColumn, "the address");
        mapping.attributes().forEach((attribute, name) -> {
            HostColumns.Column column = columns.column(name);
            claim(mapped, column, "'" + attribute.name() + "'");
            targets.put(attribute, new HostTarget(attribute, column, columns.quoted(column), sql, mapping.zone()));
        });
        for (HostColumns.Column column : columns.all()) {
            if (column.filling() == HostColumns.Filling.REQUIRED && !mapped.containsKey(column.name())) {
                throw new IllegalArgumentException("Column '" + column.name() + "' of '" + what
                        + "' must be given in every new row, and no attribute is mapped to it; map one, give the"
                        + " column a default, or leave writable() out.");
            }
        }
    }

    private void claim(Map<String, String> mapped, HostColumns.Column column, String by) {
        String other = mapped.putIfAbsent(column.name(), by);
        if (other != null) {
            throw new IllegalArgumentException("Column '" + column.name() + "' of '" + what + "' is " + other + " and "
                    + by + ", so it is not clear what to write; map it once, or leave writable() out.");
        }
        if (column.filling() == HostColumns.Filling.COMPUTED) {
            throw new IllegalArgumentException("Column '" + column.name() + "' of '" + what
                    + "' is computed by the database and cannot be written; take it out, or leave writable() out.");
        }
    }

    /** Returns the table's name as the host wrote it. */
    String what() {
        return what;
    }

    /** Returns whether only the table knows the id of a new row. */
    boolean numbersItsRows() {
        return numbersItsRows;
    }

    /** Refuses what has no place in the table. */
    void require(Contact contact) {
        StorableText.require(
                "The address of contact " + contact.id(), contact.address().value());
        contact.attributes().forEach((attribute, value) -> {
            if (!targets.containsKey(attribute)) {
                throw new IllegalArgumentException("Attribute '" + attribute.name() + "' of contact " + contact.id()
                        + " has no column in '" + what + "' and cannot be saved; map a column to it, or leave it out.");
            }
            if (value instanceof LocalDate || value instanceof Instant) {
                AttributeSql.requireYear(attribute, value);
            }
        });
        for (HostTarget target : targets.values()) {
            if (target.isRequired() && !contact.attributes().contains(target.attribute())) {
                throw new IllegalArgumentException("Contact " + contact.id() + " has no '"
                        + target.attribute().name() + "', which column '"
                        + target.column().name() + "' of '" + what
                        + "' must have; give it a value.");
            }
        }
    }

    /** Returns the insert of the row. */
    Sql insert(Contact contact, Sql boundId) {
        List<Sql> values = new ArrayList<>(List.of(boundId, address(contact)));
        targets.values().forEach(target -> values.add(value(target, contact)));
        String names =
                targets.values().stream().map(target -> ", " + target.name()).collect(Collectors.joining());
        return Sql.format(
                "insert into " + from + " (" + key + ", " + address + names + ") values ("
                        + values.stream().map(value -> "$").collect(Collectors.joining(", ")) + ")",
                values.toArray(Sql[]::new));
    }

    /** Returns the update of the row that has the contact's id. */
    Sql update(Contact contact, Sql boundId) {
        List<Sql> values = new ArrayList<>(List.of(address(contact)));
        StringBuilder assignments = new StringBuilder(address + " = $");
        for (HostTarget target : targets.values()) {
            if (target.isKept(contact)) {
                continue;
            }
            assignments.append(", ").append(target.name()).append(" = $");
            values.add(value(target, contact));
        }
        values.add(where(contact.id().value(), boundId));
        return Sql.format("update " + from + " set " + assignments + " where $", values.toArray(Sql[]::new));
    }

    /** Returns the deletion of the row. */
    Sql delete(String contact, Sql boundId) {
        return Sql.format("delete from " + from + " where $", where(contact, boundId));
    }

    /** The column may compare its texts more loosely than ids are compared. */
    private Sql where(String contact, Sql boundId) {
        return Sql.format(key + " = $ and " + id + " = $", boundId, Sql.bound(contact));
    }

    private Sql address(Contact contact) {
        return new Sql(
                "?",
                List.of(parameters -> sql.bindText(parameters, contact.address().value(), addressColumn.typeName())));
    }

    private static Sql value(HostTarget target, Contact contact) {
        Object value = contact.attributes().get(target.attribute());
        return value == null
                ? Sql.of(target.missing())
                : new Sql("?", List.of(parameters -> target.bind(parameters, value)));
    }

    /**
     * Looks whether what was written can be read again: databases round and cut without a word.
     *
     * @throws IllegalArgumentException if it cannot be; it names the column
     */
    void requireKept(Contact saved, Contact read) {
        saved.attributes().forEach((attribute, value) -> {
            Object kept = read.attributes().get(attribute);
            if (!value.equals(kept)) {
                HostTarget target = targets.get(attribute);
                throw new IllegalArgumentException("Attribute '" + attribute.name() + "' of contact " + saved.id()
                        + " would not be kept as it is by column '"
                        + (target == null ? "" : target.column().name()) + "' of '" + what
                        + "', which has another type, fewer digits or a trigger; change the value or the column.");
            }
        });
    }
}
