package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.contact.Contact;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data source whose connections are stricter than READ COMMITTED: our own transactions are not. */
@Timeout(120)
class PostgresIsolationIT {
    private static final int MAILS = 300;

    @ParameterizedTest
    @CsvSource({"TRANSACTION_SERIALIZABLE, true", "TRANSACTION_SERIALIZABLE, false", "TRANSACTION_REPEATABLE_READ, true"})
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

    private static String isolation(HikariDataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            return connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE
                    ? "TRANSACTION_SERIALIZABLE"
                    : "TRANSACTION_REPEATABLE_READ";
        }
    }
}
