package dev.hato.jdbc;

import dev.hato.contact.Attribute;
import dev.hato.contact.AttributeType;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The host's own table or view of customers as the contacts: nothing is copied, and nothing is written unless the
 * host {@linkplain Builder#writable() says so}.
 *
 * <pre>{@code
 * ContactTable customers = ContactTable.named("customers", "customer_id", "email")
 *     .attribute("pref", PREFECTURE)
 *     .attribute("birth_date", BIRTHDAY)
 *     .build();
 * JdbcStores stores = JdbcStores.builder(dataSource).contacts(customers).build();
 * }</pre>
 *
 * <p>The id's column holds integers, texts or UUIDs and is the table's key. Attributes are read from columns of text,
 * whole and decimal numbers, booleans, dates and points in time; segments on them become part of the statement.
 * Floating-point numbers and timestamps without a zone are read too, but conditions on them read every contact. Map a
 * view that casts for other types.
 *
 * <p>What the host leaves empty is missing, and so is what is no value of the attribute's: NaN, infinities, numbers of
 * more than a hundred digits before or after the point, days such as MariaDB's {@code 0000-00-00}.
 *
 * <p>A row without an address is no contact. A row with an address that is none is left out, reported and not counted.
 * Contacts are found by their addresses however these are spelled; if several rows have one address, each is a contact,
 * the first by its id is found by the address, and the others are reported then.
 *
 * <p>Immutable and thread-safe.
 */
public final class ContactTable {
    private final @Nullable String schema;
    private final String table;
    private final String id;
    private final String address;
    private final Map<Attribute<?>, String> attributes;
    private final @Nullable ZoneId zone;
    private final Consumer<? super UnreadableContact> unreadable;
    private final boolean writable;

    private ContactTable(Builder builder) {
        schema = builder.schema;
        table = builder.table;
        id = builder.id;
        address = builder.address;
        attributes = new LinkedHashMap<>(builder.attributes);
        zone = builder.zone;
        unreadable = builder.unreadable;
        writable = builder.writable;
    }

    /**
     * Begins the mapping of a table or view.
     *
     * @param table its name, in the schema of the connection
     * @param id the column of what identifies a customer for good
     * @param address the column of the mail address
     */
    public static Builder named(String table, String id, String address) {
        return new Builder(table, id, address);
    }

    @Nullable String schema() {
        return schema;
    }

    String table() {
        return table;
    }

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    Map<Attribute<?>, String> attributes() {
        return attributes;
    }

    @Nullable ZoneId zone() {
        return zone;
    }

    boolean isWritable() {
        return writable;
    }

    void report(String contact, String reason) {
        unreadable.accept(new UnreadableContact(contact, reason));
    }

    /** Collects which column is which attribute. Not thread-safe. */
    public static final class Builder {
        private final String table;
        private final String id;
        private final String address;
        private final Map<Attribute<?>, String> attributes = new LinkedHashMap<>();
        private @Nullable String schema;
        private @Nullable ZoneId zone;
        private boolean writable;
        private Consumer<? super UnreadableContact> unreadable = contact -> LoggerFactory.getLogger(ContactTable.class)
                .warn("Contact {} cannot be used as it is: {}", contact.id(), contact.reason());

        private Builder(String table, String id, String address) {
            this.table = Objects.requireNonNull(table, "table");
            this.id = Objects.requireNonNull(id, "id");
            this.address = Objects.requireNonNull(address, "address");
        }

        /** Sets the schema (in MariaDB the database) of the table; by default the connection's own. */
        public Builder schema(String name) {
            schema = Objects.requireNonNull(name, "schema");
            return this;
        }

        /**
         * Adds an attribute that is read from a column.
         *
         * @throws IllegalArgumentException if the attribute has a column already, or is a set
         */
        public Builder attribute(String column, Attribute<?> attribute) {
            Objects.requireNonNull(column, "column");
            if (attribute.type() == AttributeType.TEXT_SET) {
                throw new IllegalArgumentException("Attribute '" + attribute.name()
                        + "' is a set of text, which no one column holds; map a column of text, or use events.");
            }
            String before = attributes.putIfAbsent(attribute, column);
            if (before != null) {
                throw new IllegalArgumentException("Attribute '" + attribute.name() + "' is column '" + before
                        + "' already and cannot be '" + column + "' too; take one of them out.");
            }
            return this;
        }

        /** Sets the zone of timestamps that have none of their own. Needed where one is read as a point in time. */
        public Builder zone(ZoneId value) {
            zone = Objects.requireNonNull(value, "zone");
            return this;
        }

        /**
         * Sets who hears of each row that was left out, and of rows that have the address of another when that address is
         * looked for, in the thread that reads; by default a line in the log. The same row is reported each time it is
         * met.
         */
        public Builder unreadable(Consumer<? super UnreadableContact> listener) {
            unreadable = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Lets the library save and remove contacts in the table, as imports, sign-up forms and erasures do: the columns
         * of address and attributes are written, the others are left as they are, or to their defaults in a new row. The
         * contact store is an {@link dev.hato.contact.EditableContactStore} then.
         *
         * <p>What the columns cannot hold is refused with its name: attributes without a column, a missing value where
         * one must be, a number with more digits than are kept. A table that numbers its rows itself takes no new
         * contacts, only changes of those it has. Where the address has no unique constraint, two that save one address
         * at the same moment both succeed; make it unique in lower case to keep them apart.
         *
         * <p>A row to which others refer by foreign keys is not removed, unless these say what becomes of them: the
         * database refuses, and the removal or erasure throws {@link StoreException}.
         *
         * <p>It must be a table, not a view, and every column that must be given must be mapped, each to one attribute.
         */
        public Builder writable() {
            writable = true;
            return this;
        }

        /** Returns the mapping. What it names is looked for when the stores are built. */
        public ContactTable build() {
            return new ContactTable(this);
        }
    }
}
