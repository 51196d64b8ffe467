package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.hato.jdbc.TestDatabases;
import dev.hato.jdbc.nodes.DatabaseProxy.Weather;
import dev.hato.testkit.SmtpSink;
import dev.hato.testkit.SmtpVerb;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way to the database breaks while a node sends: nothing is lost, and the node goes on by itself. */
@Tag("R7.4")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DatabaseFaultIT {
    private static final int MAILS = 600;

    @Test
    void connectionsCut_goesOn() throws Exception {
        run("connections cut", proxy -> {
            for (int i = 0; i < 5; i++) {
                proxy.cut();
                LockSupport.parkNanos(100_000_000);
            }
        });
    }

    @Test
    void databaseAwayForAWhile_goesOn() throws Exception {
        run("database away", proxy -> {
            proxy.weather(Weather.SHUT);
            proxy.cut();
            LockSupport.parkNanos(2_000_000_000);
            proxy.weather(Weather.FINE);
        });
    }

    @Test
    void connectionsHalfOpen_goesOn() throws Exception {
        run("half-open", proxy -> {
            proxy.weather(Weather.HALF_OPEN);
            LockSupport.parkNanos(1_000_000_000);
            proxy.weather(Weather.FINE); // what was swallowed does not come back: those connections wait for ever
        });
    }

    @Test
    void connectionsSlow_goesOn() throws Exception {
        run("slow", proxy -> {
            proxy.weather(Weather.SLOW);
            LockSupport.parkNanos(2_000_000_000);
            proxy.weather(Weather.FINE);
        });
    }

    @Test
    void resetBeforeCommit_goesOn() throws Exception {
        run("reset before COMMIT", proxy -> proxy.resetAtCommit(5, false));
    }

    @Test
    void resetAfterCommit_goesOn() throws Exception {
        run("reset after COMMIT", proxy -> proxy.resetAtCommit(5, true));
    }

    @Test
    void resetAfterCommitOfSteps_goesOn() throws Exception {
        try (StepCampaign campaign = new StepCampaign(SmtpSink.builder(), FollowUp.MAILS_ONLY)) {
            campaign.plan(MAILS / 3);
            run("steps, reset after COMMIT", campaign, proxy -> {
                proxy.resetAtCommit(5, true);
                campaign.act(0, MAILS / 3);
            });
            assertThat(campaign.deviations()).isEmpty();
        }
    }

    @Test
    void serverRestarted_goesOn(@TempDir Path folder) throws Exception {
        EmbeddedPostgres server = server(folder, 0);
        int port = server.getPort();
        String url = server.getJdbcUrl("postgres", "postgres");
        try (HikariDataSource source = TestDatabases.pool(url, 4);
                MailCampaign campaign = new MailCampaign(SmtpSink.builder(), source, url)) {
            campaign.sink().on(SmtpVerb.END_OF_DATA).delay(Duration.ofMillis(4)).reply("250 2.0.0 accepted");
            campaign.plan(MAILS / 2, MAILS / 2);
            try (NodeProcess node = campaign.node(4, 2_000)) {
                campaign.sink().ledger().awaitAccepted(100, Duration.ofMinutes(1));
                server.close();
                server = server(folder, port);
                check("server restarted", campaign, node);
            }
        } finally {
            server.close();
        }
    }

    private static EmbeddedPostgres server(Path folder, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false);
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }

    private interface Fault {
        void befall(DatabaseProxy proxy) throws IOException;
    }

    private static void run(String name, Fault fault) throws Exception {
        try (MailCampaign campaign = new MailCampaign(SmtpSink.builder())) {
            campaign.plan(MAILS / 2, MAILS / 2);
            run(name, campaign, fault);
        }
    }

    private static void run(String name, Campaign campaign, Fault fault) throws Exception {
        try (DatabaseProxy proxy =
                new DatabaseProxy(TestDatabases.postgresServer().getPort())) {
            campaign.sink().on(SmtpVerb.END_OF_DATA).delay(Duration.ofMillis(4)).reply("250 2.0.0 accepted");
            String url = "jdbc:postgresql://localhost:" + proxy.port()
                    + "/postgres?user=postgres&connectTimeout=3&prepareThreshold=0"; // each statement in words
            try (NodeProcess node = campaign.node(url, 4, 2_000)) {
                campaign.sink().ledger().awaitAccepted(100, Duration.ofMinutes(1));
                fault.befall(proxy);
                check(name, campaign, node);
                assertThat(proxy.resetsToCome())
                        .as("resets that did not happen")
                        .isNotPositive();
            }
        }
    }

    /** From now on the node has to go on by itself, and in the end everything has to add up. */
    private static void check(String name, Campaign campaign, NodeProcess node) throws InterruptedException {
        long over = System.nanoTime();
        long accepted = campaign.sink().ledger().acceptedCount();
        boolean goesOn = campaign.sink().ledger().awaitAccepted(accepted + 20, Duration.ofSeconds(30));
        double recovery = (System.nanoTime() - over) / 1e9;
        assertThat(goesOn).as("goes on after: %s %s", name, node.output()).isTrue();
        assertThat(recovery).as("seconds until it goes on").isLessThan(10);
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (campaign.isOpen() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(50_000_000);
        }
        Account account = campaign.account();
        System.out.printf("[FAULT] %s: goes on after %.2f s; %s%n", name, recovery, account);
        assertThat(campaign.isOpen()).as("work left; %s", node.output()).isFalse();
        assertThat(account.lost).isEmpty();
        assertThat(account.forbiddenDoubles).isEmpty();
        assertThat(account.unlistedDoubles).isEmpty();
        assertThat(account.changedMessageIds).isEmpty();
    }
}
