package dev.hato.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.testkit.SmtpSink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrdersDemoIT {
    @Test
    void demo_sendsForTheOrderThatIsThere_andOnlyForIt() throws SQLException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (HikariDataSource database = new HikariDataSource();
                SmtpSink sink = SmtpSink.builder().startTls().start()) {
            database.setJdbcUrl("jdbc:h2:mem:orders-demo-test;DB_CLOSE_DELAY=-1");
            OrdersDemo.run(database, sink, new PrintStream(printed, true, StandardCharsets.UTF_8));
            assertThat(sink.ledger().accepted()).singleElement().satisfies(mail -> {
                assertThat(mail.recipient()).isEqualTo("hanako@example.jp");
                assertThat(mail.tls()).isTrue();
            });
            assertThat(numbers(database, "select total from orders where order_no > 7 order by order_no"))
                    .containsExactly("12800.00");
            assertThat(numbers(database, "select count(*) from hato_contact")).containsExactly("0");
            assertThat(numbers(database, "select count(*) from hato_outbox")).containsExactly("1");
            assertThat(numbers(database, "select count(*) from hato_event where type = 'purchase'"))
                    .containsExactly("8");
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("6 customers can be written to", "7 orders of the past")
                .containsSubsequence("customers in it: 2", "1 山田花子 東京都", "2 佐藤太郎 大阪府", "why not 5?", "49999")
                .containsSubsequence(
                        "committed",
                        "now there are 8 orders, 8 purchase events, 1 mails",
                        "rolled back",
                        "now there are 8 orders, 8 purchase events, 1 mails",
                        "handed over: 1",
                        "for hanako@example.jp",
                        "mails for it at the server: 1")
                .containsSubsequence("at once", "customers in it: 1", "own screen: 2");
    }

    private static List<String> numbers(HikariDataSource database, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
