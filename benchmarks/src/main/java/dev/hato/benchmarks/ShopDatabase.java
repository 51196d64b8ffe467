package dev.hato.benchmarks;

import dev.hato.jdbc.JdbcStores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** The shop in a PostgreSQL of its own, in three forms. */
final class ShopDatabase implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private static final List<String> OTHER_FORMS = List.of(
            "create table jsonb_contact (id bigint primary key, attributes jsonb not null)",
            """
            insert into jsonb_contact
            select cast(id as bigint), jsonb_build_object('prefecture', a_prefecture, 'tags', a_tags)
                || (select jsonb_object_agg(substr(key, 3), value) from jsonb_each(attributes))
            from hato_contact
            """,
            "create table gin_contact as select * from jsonb_contact",
            "create index on gin_contact using gin (attributes jsonb_path_ops)",
            """
            create table jsonb_event
                (contact bigint not null, type text not null, at bigint not null, properties jsonb not null)
            """,
            """
            insert into jsonb_event
            select cast(contact as bigint), type, at, jsonb_build_object('amount', a_amount) from hato_event
            """,
            "create table gin_event as select * from jsonb_event",
            "create index on gin_event (contact, type, at)",
            "create table hand_contact (id bigint primary key, prefecture text not null, staff boolean not null)",
            """
            insert into hand_contact select cast(id as bigint), a_prefecture, 'staff' = any(a_tags) from hato_contact
            """,
            "create index on hand_contact (prefecture) include (id, staff)",
            "create table hand_purchase (contact bigint not null, at bigint not null, amount integer not null)",
            "insert into hand_purchase select cast(contact as bigint), at, cast(a_amount as integer) from hato_event",
            "create index on hand_purchase (contact) include (at, amount)",
            "vacuum analyze");

    private final Shop shop;
    private final Benchmark.Progress progress;
    private final EmbeddedPostgres server;
    private final Connection connection;
    private long expected;

    ShopDatabase(int contacts, Benchmark.Progress progress) {
        shop = new Shop(contacts);
        this.progress = progress;
        try {
            server = EmbeddedPostgres.builder()
                    .setServerConfig("shared_buffers", "2GB")
                    .setServerConfig("max_wal_size", "8GB")
                    .start();
            connection = server.getPostgresDatabase().getConnection();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Returns how many contacts match, counted while they were made. */
    long expected() {
        return expected;
    }

    /** Writes the shop and returns this library's stores over it, on one connection as the other rows have. */
    JdbcStores fill() {
        JdbcStores stores = JdbcStores.builder(server.getPostgresDatabase())
                .attributes(HatoShop.PREFECTURE, HatoShop.TAGS)
                .eventProperties(HatoShop.AMOUNT)
                .build();
        stores.schema().migrate();
        try {
            progress.say("copying " + shop.contacts + " contacts and some " + (long) shop.contacts * Shop.PURCHASES
                    + " events");
            copy();
            for (String sql : OTHER_FORMS) {
                progress.say(sql.strip().lines().findFirst().orElseThrow());
                execute(sql);
            }
            connection.setAutoCommit(false); // all rows are on this connection, and ours takes part in a transaction
            return stores.joining(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void copy() throws SQLException {
        try (Copy contacts = new Copy("hato_contact (id, address, address_key, attributes, a_prefecture, a_tags)")) {
            shop.forEach(person -> {
                expected += lapsedRegular(person) ? 1 : 0;
                contacts.write(contact(person));
            });
        }
        try (Copy events = new Copy("hato_event (id, contact, type, at, a_amount)")) {
            new Shop(shop.contacts).forEach(person -> {
                for (int i = 0; i < person.purchases().size(); i++) {
                    Shop.Purchase purchase = person.purchases().get(i);
                    events.write("order-" + person.number() + "-" + i + "\t" + person.number() + "\tpurchase\t"
                            + purchase.micros() + "\t" + purchase.amount() + "\n");
                }
            });
        }
    }

    private static String contact(Shop.Person person) {
        String address = "member" + person.number() + "@example.jp";
        String attributes = "{\"t:name\": \"" + person.name() + "\", \"t:gender\": \"" + person.gender()
                + "\", \"t:plan\": \"" + person.plan() + "\", \"n:age\": " + person.age() + ", \"n:points\": "
                + person.points() + ", \"b:magazine\": " + person.magazine() + ", \"t:company\": \""
                + person.company() + "\", \"t:rank\": \"" + person.rank() + "\"}";
        String tags = person.tags().stream().collect(Collectors.joining(",", "{", "}"));
        return person.number() + "\t" + address + "\t" + address + "\t" + attributes + "\t" + person.prefecture() + "\t"
                + tags + "\n";
    }

    private static boolean lapsedRegular(Shop.Person person) {
        long sum = person.purchases().stream().mapToLong(Shop.Purchase::amount).sum();
        long last = person.purchases().stream()
                .mapToLong(Shop.Purchase::micros)
                .max()
                .orElse(Long.MAX_VALUE);
        return List.of("東京都", "大阪府").contains(person.prefecture())
                && !person.tags().contains("staff")
                && sum >= SegmentMemory.LEAST_SUM
                && last < Shop.NOW_MICROS - SegmentMemory.DAYS * Shop.DAY_MICROS;
    }

    @Override
    public void close() {
        try {
            connection.close();
            server.close();
        } catch (SQLException | IOException e) {
            progress.say("PostgreSQL did not end well: " + e.getMessage());
        }
    }

    /** Rows on their way into a table. */
    private final class Copy implements AutoCloseable {
        private final CopyIn in;
        private final StringBuilder buffer = new StringBuilder(BUFFER + 1_000);

        Copy(String into) throws SQLException {
            in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + into + " from stdin");
        }

        void write(String row) {
            buffer.append(row);
            if (buffer.length() >= BUFFER) {
                flush();
            }
        }

        private void flush() {
            byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
            buffer.setLength(0);
            try {
                in.writeToCopy(bytes, 0, bytes.length);
            } catch (SQLException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        @Override
        public void close() throws SQLException {
            flush();
            in.endCopy();
        }
    }
}
