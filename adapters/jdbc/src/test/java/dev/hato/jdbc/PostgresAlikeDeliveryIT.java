package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.hato.Hato;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.MailState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Deliveries to some hundred subscribers on PostgreSQL, also over connections that are stricter than usual. */
class PostgresAlikeDeliveryIT implements AlikeDeliveryCases {
    @Override
    public DataSource dataSource() {
        return TestDatabases.postgres();
    }

    @ParameterizedTest
    @CsvSource({"TRANSACTION_SERIALIZABLE, true", "TRANSACTION_SERIALIZABLE, false", "TRANSACTION_REPEATABLE_READ, true"
    })
    @Tag("R7.4")
    void drain_ofTwoNodesOverStricterConnections_sendsEachMailOnce(String isolation, boolean autoCommit)
            throws Exception {
        String schema = TestDatabases.newSchema(dataSource());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres"));
        config.setTransactionIsolation(isolation);
        config.setAutoCommit(autoCommit);
        config.setMaximumPoolSize(10);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try (Shop shop = Shop.over(dataSource(), schema);
                HikariDataSource strict = new HikariDataSource(config)) {
            Delivery delivery = shop.submit();
            shop.when(60, hato -> hato.deliveries().pause(delivery.id()));
            Hato hato = shop.hato(
                    TestStores.in(strict, schema).leaseClock(shop.clock()).build());
            hato.dispatcher().on(shop.threads(), 2).drain();
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.PAUSED);
            hato.deliveries().resume(delivery.id());
            List<Callable<DispatchReport>> drains = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                drains.add(() -> hato.dispatcher().on(shop.threads(), 3).drain());
            }
            for (Future<DispatchReport> report : nodes.invokeAll(drains)) {
                assertThat(report.get().routeFailure()).isNull();
            }
            hato.dispatcher().drain();
            assertThat(shop.recipients()).hasSize(450).doesNotHaveDuplicates();
            assertThat(shop.tally(delivery).states())
                    .isEqualTo(Map.of(MailState.HANDED_OVER, 450L, MailState.EXCLUDED, 50L));
            assertThat(shop.state(delivery)).isEqualTo(DeliveryState.COMPLETED);
        } finally {
            nodes.shutdownNow();
        }
    }
}
