package dev.hato.jdbc.nodes;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.RetryPolicy;
import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.TestDatabases;
import dev.hato.message.Mailbox;
import dev.hato.smtp.PipelinedSmtpTransport;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A node of a host: sends what is due from a shared database until its standard input ends or it is killed.
 *
 * <p>Arguments: the database's URL, the schema, the SMTP port, the number of connections, the lease in milliseconds or
 * {@code default}, and the work: {@code mail} for the outbox only, or the name of a {@link FollowUp} whose steps are done
 * beside it.
 */
final class NodeMain {
    private NodeMain() {}

    public static void main(String[] args) throws Exception {
        int connections = Integer.parseInt(args[3]);
        ExecutorService workers = Executors.newFixedThreadPool(connections);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (HikariDataSource source = TestDatabases.pool(args[0], connections + 2);
                PipelinedSmtpTransport transport = PipelinedSmtpTransport.to("localhost", Integer.parseInt(args[2]))
                        .plaintext()
                        .connections(connections)
                        .build()) {
            JdbcStores stores = JdbcStores.builder(source).schema(args[1]).build();
            Hato hato = Hato.builder(stores, transport)
                    .sender(Mailbox.of("鳩の店", "news@shop.example"))
                    .legalNotices(LegalNotices.NOT_CHECKED)
                    .retries(new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(1)))
                    .build();
            var sharing = hato.dispatcher().on(workers, connections);
            var dispatcher =
                    args[4].equals("default") ? sharing : sharing.leasing(Duration.ofMillis(Long.parseLong(args[4])));
            AutoCloseable steps = args[5].equals("mail")
                    ? () -> {}
                    : FollowUp.valueOf(args[5]).start(hato, stores, source, args);
            System.out.println("ready");
            ScheduledFuture<?> rounds = timer.scheduleWithFixedDelay(
                    () -> {
                        try {
                            DispatchReport report = dispatcher.drain();
                            if (!report.outcomes().isEmpty()) {
                                System.out.println("sent " + report);
                            }
                        } catch (RuntimeException e) {
                            System.out.println("failed " + e);
                        }
                    },
                    0,
                    50,
                    TimeUnit.MILLISECONDS);
            System.in.transferTo(OutputStream.nullOutputStream()); // ends when whoever started us closes it
            steps.close();
            rounds.cancel(false);
            timer.shutdown();
            timer.awaitTermination(1, TimeUnit.MINUTES);
            workers.shutdownNow();
        }
        System.out.println("ended");
    }
}
