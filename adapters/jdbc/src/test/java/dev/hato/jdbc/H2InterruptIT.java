package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.delivery.MailState;
import dev.hato.message.Mailbox;
import dev.hato.smtp.SendOutcome;
import dev.hato.testkit.RecordingTransport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An interrupted thread would close the channel of H2's file, and with it the database, for the whole process. */
@Timeout(120)
class H2InterruptIT {
    private final RecordingTransport transport = new RecordingTransport();
    private HikariDataSource database = new HikariDataSource();
    private Hato hato = Hato.builder(dev.hato.memory.MemoryStores.create(), transport)
            .sender(Mailbox.of("鳩の店", "news@shop.example"))
            .build();

    @BeforeEach
    void open(@TempDir Path folder) {
        database = TestDatabases.pool("jdbc:h2:file:" + folder.resolve("shop"), 6);
        JdbcStores stores = JdbcStores.on(database);
        stores.schema().migrate();
        hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .build();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void send_onAnInterruptedThread_leavesTheDatabaseOpen() {
        Thread.currentThread().interrupt();
        hato.send(JoiningContract.order("1042"));
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        assertThat(transport.attempts()).hasSize(1);
        assertThat(hato.enqueue(JoiningContract.order("1043"))).isNotNull();
    }

    @Test
    void executor_shutDownDuringADrain_leavesTheDatabaseOpen_andTheOtherMailsToTheNextDrain() {
        for (int i = 0; i < 20; i++) {
            hato.enqueue(JoiningContract.order("order-" + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(1);
        transport.answer(attempt -> {
            if (transport.attempts().size() == 5) {
                threads.shutdownNow();
            }
            return new SendOutcome.HandedOver("250 2.0.0 taken");
        });
        hato.dispatcher().on(threads, 1).leasing(Duration.ofSeconds(1)).drain();
        assertThat(hato.dispatcher().drain().count(MailState.HANDED_OVER)).isPositive();
        assertThat(transport.attempts()).hasSize(20);
    }
}
