package dev.hato.jdbc;

import static dev.hato.testkit.StoresContract.editable;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.testkit.RecordingTransport;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data source whose connections are stricter than READ COMMITTED: our own transactions are not. */
@Timeout(120)
class PostgresIsolationIT {
    private static final int MAILS = 200;

    @ParameterizedTest
    @CsvSource({"TRANSACTION_SERIALIZABLE, true", "TRANSACTION_SERIALIZABLE, false", "TRANSACTION_REPEATABLE_READ, true"
    })
    void drain_ofTwoNodes_sendsEachMailOnce(String isolation, boolean autoCommit) throws Exception {
        String schema = TestDatabases.newSchema(TestDatabases.postgres());
        TestStores.in(TestDatabases.postgres(), schema).build().schema().migrate();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres"));
        config.setTransactionIsolation(isolation);
        config.setAutoCommit(autoCommit);
        config.setMaximumPoolSize(8);
        RecordingTransport transport = new RecordingTransport();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (HikariDataSource strict = new HikariDataSource(config)) {
            Hato hato = Hato.builder(TestStores.in(strict, schema).build(), transport)
                    .sender(Mailbox.of("鳩の店", "news@shop.example"))
                    .build();
            MessageTemplate thanks = MessageTemplate.named("thanks")
                    .subject("ご注文")
                    .text("ありがとうございます。")
                    .build();
            for (int i = 0; i < MAILS; i++) {
                hato.enqueue(Mail.of(thanks)
                        .to(Contact.of("customer" + i + "@example.jp"))
                        .key("order-" + i)
                        .build());
            }
            List<Callable<Long>> nodes = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                nodes.add(() -> hato.dispatcher().on(threads, 3).drain().count(MailState.HANDED_OVER));
            }
            long sent = 0;
            for (Future<Long> node : threads.invokeAll(nodes)) {
                sent += node.get();
            }
            assertThat(sent).isEqualTo(MAILS);
            assertThat(transport.attempts()).hasSize(MAILS);
            assertThat(isolation(strict)).isEqualTo(isolation);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void transaction_whichHasRead_writesWhatAnotherHasWrittenSince() {
        String schema = TestDatabases.newSchema(TestDatabases.postgres());
        JdbcStores plain = TestStores.in(TestDatabases.postgres(), schema).build();
        plain.schema().migrate();
        Contact contact = Contact.of("hanako@example.jp");
        editable(plain).save(contact);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres"));
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource strict = new HikariDataSource(config)) {
            JdbcStores stores = TestStores.in(strict, schema).build();
            EmailAddress last = EmailAddress.of("last@example.jp");
            stores.inTransaction(tx -> {
                assertThat(tx.contacts().count()).isEqualTo(1);
                editable(plain).save(contact.withAddress(EmailAddress.of("first@example.jp")));
                return editable(tx).save(contact.withAddress(last));
            });
            assertThat(plain.contacts().findByAddress(last)).isPresent();
        }
    }

    private static String isolation(HikariDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE
                    ? "TRANSACTION_SERIALIZABLE"
                    : "TRANSACTION_REPEATABLE_READ";
        }
    }
}
