package dev.hato.jdbc;

import dev.hato.Stores;
import dev.hato.consent.ConsentStore;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactEraser;
import dev.hato.contact.ContactId;
import dev.hato.contact.ContactStore;
import dev.hato.coupon.CouponStore;
import dev.hato.delivery.AdmittingStores;
import dev.hato.delivery.DeliveryStore;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.StepStore;
import dev.hato.event.EventStore;
import dev.hato.segment.SegmentSelector;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores in a database of the host's, shared by all its nodes: what they keep survives a crash, and mails can be
 * written in the host's own transactions.
 *
 * <pre>{@code
 * JdbcStores stores = JdbcStores.on(dataSource);
 * stores.schema().migrate();
 * Hato hato = Hato.builder(stores, transport).sender(sender).build();
 *
 * try (Connection connection = dataSource.getConnection()) {
 *     connection.setAutoCommit(false);
 *     insert(connection, order);
 *     hato.in(stores.joining(connection)).enqueue(Mail.of(thanks).to(contact).key("order-1042").build());
 *     connection.commit(); // the mail exists exactly when the order does
 * }
 * }</pre>
 *
 * <p>Each call takes a connection of the data source and gives it back; a pool is the host's affair. A transaction is
 * that of one thread: what that thread does through these stores meanwhile takes part in it. Thread-safe, except stores
 * that have joined a connection, which are as thread-safe as it is.
 */
public final class JdbcStores implements AdmittingStores {
    private final Database database;
    private final JdbcSchema schema;
    private final StoreParts parts;

    private JdbcStores(Database database, JdbcSchema schema, StoreParts parts) {
        this.database = database;
        this.schema = schema;
        this.parts = parts;
    }

    /**
     * Returns stores with the tables {@code hato_*} in the connection's own schema.
     *
     * @throws UnknownDatabaseException if the database is none of those known
     * @throws SchemaVersionException if the tables are newer than this library
     * @throws StoreException if the database cannot be reached
     */
    public static JdbcStores on(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /** Begins stores with settings of their own. */
    public static Builder builder(DataSource dataSource) {
        return new Builder(dataSource);
    }

    /** Returns the tables, to migrate them. */
    public JdbcSchema schema() {
        return schema;
    }

    /**
     * Returns these stores as part of the host's transaction on this connection: what is written is there when the host
     * commits, and gone when it rolls back. The connection is neither committed, rolled back nor closed here, and the
     * stores are not used after the transaction.
     *
     * @throws IllegalStateException if the connection commits by itself, so that there is no transaction; call {@code
     *     setAutoCommit(false)} first
     */
    public JdbcStores joining(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        Database joined = database.joining(connection);
        return new JdbcStores(joined, schema, parts.over(joined));
    }

    /** Returns the contacts: an {@link dev.hato.contact.EditableContactStore}, or the host's own, which only it may write. */
    @Override
    public ContactStore contacts() {
        return parts.contacts();
    }

    @Override
    public ConsentStore consents() {
        return parts.consents();
    }

    @Override
    public EventStore events() {
        return parts.events();
    }

    @Override
    public Outbox outbox() {
        return parts.outbox();
    }

    @Override
    public DeliveryStore deliveries() {
        return parts.deliveries();
    }

    @Override
    public CouponStore coupons() {
        return new JdbcCouponStore(database);
    }

    @Override
    public StepStore steps() {
        return parts.steps();
    }

    @Override
    public SegmentSelector selector() {
        return parts.selector();
    }

    /** Begins a job that deletes what is older than the host wants to keep. */
    public Retention retention() {
        return new Retention(database);
    }

    @Override
    public ContactEraser eraser() {
        return parts.eraser();
    }

    @Override
    public boolean isInTransaction() {
        return database.isInTransaction();
    }

    @Override
    public Map<ContactId, Recipient> recipients(Collection<ContactId> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        if (parts.admits()) {
            return parts.outbox().recipients(parts.settings().columns(), ids);
        }
        Map<ContactId, Recipient> recipients = new HashMap<>();
        contacts().findAll(ids).forEach((id, contact) -> recipients.put(id, new Recipient(contact, null)));
        return recipients;
    }

    @Override
    public Set<SendKey> exchange(List<Outcome> outcomes, List<Beginning> beginnings) {
        StoreSettings settings = parts.settings();
        return parts.admits()
                ? parts.outbox().exchange(outcomes, beginnings, settings.columns(), settings.tombstones())
                : Set.of();
    }

    @Override
    public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
        return database.once(session -> work.apply(this));
    }

    /** Collects where the stores are and what they keep in columns. Not thread-safe. */
    public static final class Builder {
        /** MariaDB has 1,017 columns at most, ours among them; PostgreSQL 1,600. */
        private static final int MOST_COLUMNS = 1_000;

        private final DataSource dataSource;
        private final List<Attribute<?>> attributes = new ArrayList<>();
        private final List<Attribute<?>> properties = new ArrayList<>();
        private @Nullable String schema;
        private String prefix = "hato_";
        private Supplier<@Nullable Connection> hostTransaction = () -> null;
        private Duration timeout = Duration.ofSeconds(6);
        private @Nullable InstantSource leaseClock;
        private @Nullable ContactTable contacts;
        private byte @Nullable [] erasureKey;

        private Builder(DataSource dataSource) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        }

        /** Sets the schema (in MariaDB the database) of the tables; by default the connection's own. */
        public Builder schema(String name) {
            schema = Tables.require("Schema", name);
            return this;
        }

        /** Sets with what the tables' names begin; by default {@code hato_}. Empty for nothing. */
        public Builder tablePrefix(String value) {
            prefix = value.isEmpty() ? "" : Tables.require("Table prefix", value);
            return this;
        }

        /**
         * Declares attributes of contacts that are kept in typed columns with an index, so that segments find them fast.
         * Others are kept as JSON. {@link JdbcSchema#migrate()} adds the columns, 1,000 at most. Not together with
         * {@link #contacts}: what columns the host's table has, its mapping says.
         */
        public Builder attributes(Attribute<?>... values) {
            attributes.addAll(List.of(values));
            return this;
        }

        /** Declares properties of events that are kept in typed columns, so that segments aggregate them fast. */
        public Builder eventProperties(Attribute<?>... values) {
            properties.addAll(List.of(values));
            return this;
        }

        /**
         * Sets where the connection comes from whose transaction the calling thread is in, so that every call takes part
         * in it: null where it is in none. A framework's adapter sets it; others use {@link JdbcStores#joining}.
         * A connection that commits by itself is no transaction: every call then throws {@code IllegalStateException}.
         * So do {@code send} and {@code drain} in such a transaction, as the mail would be sent and its row rolled back.
         */
        public Builder hostTransaction(Supplier<@Nullable Connection> value) {
            hostTransaction = Objects.requireNonNull(value, "hostTransaction");
            return this;
        }

        /**
         * Sets how long an answer of the database may take before its connection is given up, so that no thread hangs on
         * one that is dead without anybody having noticed; by default 6 seconds. Statements that may take longer, such as
         * a segment over millions of contacts, wait as long as the data source's own settings allow.
         *
         * @throws IllegalArgumentException if it is shorter than a millisecond or longer than a day
         */
        public Builder timeout(Duration value) {
            if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("The timeout is " + value + "; give a millisecond to a day.");
            }
            timeout = value;
            return this;
        }

        /**
         * Sets the host's own customers as the contacts, in place of a table of this library's: read, and written only
         * where the table is {@linkplain ContactTable.Builder#writable() writable}.
         * Consents, events and mails refer to them by their ids as texts.
         */
        public Builder contacts(ContactTable value) {
            contacts = Objects.requireNonNull(value, "contacts");
            return this;
        }

        /**
         * Sets the clock by which leases end; by default the database's, which is the same for all nodes. For tests on a
         * clock that jumps.
         */
        public Builder leaseClock(InstantSource value) {
            leaseClock = Objects.requireNonNull(value, "leaseClock");
            return this;
        }

        /**
         * Sets the secret under which tombstones of erased people are kept, at least 32 random bytes; erasing needs it.
         * Without it, or with another one later, opt-outs and blocks of people erased before are not found any more.
         *
         * @throws IllegalArgumentException if it is shorter
         */
        public Builder erasureKey(byte[] secret) {
            Objects.requireNonNull(
                    secret, "The erasure key is null; give at least 32 random bytes, or do not call this.");
            if (secret.length < 32) {
                throw new IllegalArgumentException(
                        "The erasure key has " + secret.length + " bytes; give at least 32 random ones.");
            }
            erasureKey = secret.clone();
            return this;
        }

        /**
         * Returns the stores, after a look at the database.
         *
         * @throws UnknownDatabaseException if the database is none of those known
         * @throws SchemaVersionException if the tables are newer than this library
         * @throws StoreException if the database cannot be reached
         * @throws IllegalArgumentException if the host's table does not fit {@link #contacts}; it says what is there.
         *     Or if attributes are declared beside it, or more than 1,000
         */
        public JdbcStores build() {
            if (contacts != null && !attributes.isEmpty()) {
                throw new IllegalArgumentException(
                        "Attributes are declared (" + attributes.get(0).name() + " is the "
                                + "first), but the contacts are in the host's table '" + contacts.table()
                                + "'; map their columns there, with attribute(column, attribute).");
            }
            requireFew("attributes", attributes);
            requireFew("eventProperties", properties);
            Dialect dialect;
            HostTable hosts;
            int isolation;
            try (Connection connection = dataSource.getConnection()) {
                dialect = Dialects.of(connection);
                isolation = connection.getTransactionIsolation();
                hosts = contacts == null ? null : HostTable.of(connection, contacts, dialect);
            } catch (SQLException e) {
                throw new StoreException("The database could not be reached: " + e.getMessage(), e);
            }
            Tables tables = new Tables(dialect, schema, prefix);
            DeclaredColumns columns = new DeclaredColumns(List.copyOf(attributes), List.copyOf(properties));
            JdbcSchema tablesOfOurs = new JdbcSchema(dataSource, dialect, tables, columns);
            tablesOfOurs.requireKnown(tablesOfOurs.version());
            Database database = new Database(dataSource, dialect, tables, hostTransaction, timeout, isolation);
            StoreSettings settings =
                    new StoreSettings(columns, hosts, leaseClock, new TemplateCache(), new Tombstones(erasureKey));
            return new JdbcStores(database, tablesOfOurs, StoreParts.of(database, settings));
        }

        private static void requireFew(String what, List<Attribute<?>> declared) {
            long different = declared.stream().distinct().count();
            if (different > MOST_COLUMNS) {
                throw new IllegalArgumentException(what + " declares " + different + " columns; a table has room for "
                        + MOST_COLUMNS + ". Declare those that segments ask for; the others are kept as JSON.");
            }
        }
    }
}
