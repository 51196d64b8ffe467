package dev.hato.jdbc.nodes;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.TestDatabases;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.testkit.RecordingTransport;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A shop that takes orders, each in a transaction with its confirmation mail; every other one is rolled back.
 *
 * <p>Arguments: the database's URL, the schema, how many orders. Orders that are there already are not taken again.
 */
final class OrderMain {
    private static final int THREADS = 4;

    private final Hato hato;
    private final JdbcStores stores;
    private final MessageTemplate thanks = MessageTemplate.named("thanks")
            .subject("ご注文ありがとうございます")
            .text("注文 {{ order }} を承りました。")
            .build();
    private final String schema;

    private OrderMain(HikariDataSource source, String schema) {
        this.schema = schema;
        stores = JdbcStores.builder(source).schema(schema).build();
        hato = Hato.builder(stores, new RecordingTransport())
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    public static void main(String[] args) throws Exception {
        int orders = Integer.parseInt(args[2]);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (HikariDataSource source = TestDatabases.pool(args[0], THREADS)) {
            OrderMain shop = new OrderMain(source, args[1]);
            System.out.println("ready");
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < THREADS; part++) {
                int first = part;
                parts.add(threads.submit(() -> {
                    for (int order = first; order < orders; order += THREADS) {
                        shop.take(source, order);
                    }
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.println("done");
    }

    private void take(HikariDataSource source, int order) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (isThere(connection, order)) {
                connection.rollback();
                return;
            }
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into " + schema + ".orders (id, amount) values (?, ?)")) {
                insert.setInt(1, order);
                insert.setInt(2, 100 * order);
                insert.executeUpdate();
            }
            Contact customer = Contact.of(ContactId.of(order), EmailAddress.of("c" + order + "@example.jp"));
            hato.in(stores.joining(connection))
                    .enqueue(Mail.of(thanks)
                            .to(customer)
                            .with("order", order)
                            .key("order-" + order)
                            .build());
            if (order % 2 == 0) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
    }

    private boolean isThere(Connection connection, int order) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select 1 from " + schema + ".orders where id = ?")) {
            select.setInt(1, order);
            try (ResultSet found = select.executeQuery()) {
                return found.next();
            }
        }
    }
}
