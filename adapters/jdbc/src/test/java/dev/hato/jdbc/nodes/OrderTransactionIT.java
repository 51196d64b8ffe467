package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A mail exists exactly when the order's transaction was committed, whatever kills the shop in between. */
class OrderTransactionIT {
    private static final int ORDERS = 10_000;

    private final DataSource source = TestDatabases.postgres();
    private final String schema = TestDatabases.newSchema(source);
    private final JdbcStores stores = JdbcStores.builder(source).schema(schema).build();

    @Test
    @Tag("R7.2")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void halfRolledBackAndKilledInTheMiddle_mailsAreTheCommittedOrders() throws Exception {
        stores.schema().migrate();
        execute("create table " + schema + ".orders (id integer primary key, amount integer not null)");
        int afterKill = 0;
        for (int life = 1; life <= 3; life++) {
            try (NodeProcess shop = shop().awaitReady()) {
                if (life == 3) {
                    awaitDone(shop);
                } else {
                    awaitOrders(ORDERS / 2 * life / 3);
                    shop.kill();
                }
            }
            Set<String> orders = orders();
            assertThat(mails()).as("after life " + life).isEqualTo(orders);
            afterKill += life == 1 ? orders.size() : 0;
        }
        assertThat(orders()).hasSize(ORDERS / 2);
        System.out.printf(
                "[ORDERS] %d orders, half rolled back, killed twice (first at %d committed): %d mails%n",
                ORDERS, afterKill, mails().size());
    }

    private NodeProcess shop() {
        return NodeProcess.start(
                OrderMain.class, TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres"), schema, ORDERS);
    }

    private static void awaitDone(NodeProcess shop) {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!shop.output().contains("done")) {
            assertThat(System.nanoTime()).as("still working: %s", shop.output()).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000);
        }
    }

    private void awaitOrders(int count) throws SQLException {
        while (orders().size() < count) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private Set<String> orders() throws SQLException {
        Set<String> found = new TreeSet<>();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id from " + schema + ".orders")) {
            while (rows.next()) {
                found.add("order-" + rows.getInt(1));
            }
        }
        return found;
    }

    private Set<String> mails() {
        Set<String> found = new TreeSet<>();
        List<OutboxEntry> page = stores.outbox().page(SendKey.TRANSACTIONAL, null, 1_000);
        while (!page.isEmpty()) {
            page.forEach(entry -> found.add(entry.mail().key().step()));
            page = stores.outbox()
                    .page(
                            SendKey.TRANSACTIONAL,
                            page.get(page.size() - 1).mail().key(),
                            1_000);
        }
        return found;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
