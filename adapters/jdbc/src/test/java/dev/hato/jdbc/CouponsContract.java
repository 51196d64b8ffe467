package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.ContactId;
import dev.hato.coupon.Coupon;
import dev.hato.coupon.CouponUsage;
import dev.hato.coupon.CouponUse;
import dev.hato.testkit.CouponErasureContract;
import dev.hato.testkit.CouponStoreContract;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.StoresContract;
import dev.hato.tracking.coupon.CouponOffer;
import dev.hato.tracking.coupon.CouponResult;
import dev.hato.tracking.coupon.CouponResult.Reason;
import dev.hato.tracking.coupon.CouponResult.Redeemed;
import dev.hato.tracking.coupon.CouponResult.Refused;
import dev.hato.tracking.coupon.Coupons;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Coupons in a database: the store's contract, and the limits of offers with several nodes. */
@Timeout(120)
public interface CouponsContract extends CouponStoreContract, CouponErasureContract {
    /** The clock of all nodes. */
    MovableClock CLOCK = MovableClock.at("2026-04-01T00:00:00Z");

    /** Returns the database. */
    DataSource database();

    @Override
    default JdbcStores emptyStores() {
        JdbcStores stores = node(TestDatabases.newSchema(database()));
        stores.schema().migrate();
        return stores;
    }

    private JdbcStores node(String schema) {
        return JdbcStores.builder(database())
                .schema(schema)
                .erasureKey("a secret for tests that is long enough".getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private static Coupons coupons(JdbcStores node) {
        return new Coupons(
                node.coupons(),
                CLOCK,
                CouponOffer.perContact("welcome"),
                CouponOffer.shared("spring", "SPRING-20").uses(40));
    }

    @Test
    @Tag("R9.7")
    default void sharedCode_byTwoNodesWithSixteenThreads_isNeverUsedMoreThanItMay() throws Exception {
        String schema = TestDatabases.newSchema(database());
        JdbcStores first = node(schema);
        first.schema().migrate();
        List<Coupons> nodes = List.of(coupons(first), coupons(node(schema)));
        List<Callable<CouponResult>> wishes = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            // each order is asked for twice, on either node, and each contact has two orders
            String order = "order-" + i / 2;
            ContactId contact = ContactId.of(i / 4);
            Coupons node = nodes.get(i % 2);
            wishes.add(() -> node.redeem("spring20", order, contact));
        }
        List<CouponResult> results = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            for (Future<CouponResult> done : threads.invokeAll(wishes)) {
                results.add(done.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(results.stream().filter(result -> result instanceof Redeemed done && !done.repeated()))
                .as("40 contacts, each of them once")
                .hasSize(40);
        assertThat(results.stream().filter(result -> result instanceof Redeemed done && done.repeated()))
                .as("the same order again")
                .hasSize(40);
        assertThat(results.stream().filter(Refused.class::isInstance))
                .hasSize(80)
                .allMatch(result -> result.equals(new Refused(Reason.USED_UP_BY_CONTACT))
                        || result.equals(new Refused(Reason.USED_UP)));
        assertThat(first.coupons().usage("spring")).isEqualTo(new CouponUsage(0, 0, 40));
        assertThat(nodes.get(0).redeem("spring20", "order-late", ContactId.of("late")))
                .isEqualTo(new Refused(Reason.USED_UP));
    }

    @Test
    @Tag("R9.7")
    default void ownCoupon_isIssuedAndRedeemedOnceOnTwoNodes() {
        String schema = TestDatabases.newSchema(database());
        JdbcStores first = node(schema);
        first.schema().migrate();
        Coupons one = coupons(first);
        Coupons other = coupons(node(schema));
        String code = one.issue("welcome", HANAKO).code();

        assertThat(other.issue("welcome", HANAKO).code()).isEqualTo(code);
        assertThat(one.redeem(code, "order-1", HANAKO)).isInstanceOf(Redeemed.class);
        assertThat(other.redeem(code, "order-1", HANAKO))
                .isInstanceOfSatisfying(
                        Redeemed.class, again -> assertThat(again.repeated()).isTrue());
        assertThat(other.redeem(code, "order-2", HANAKO)).isEqualTo(new Refused(Reason.USED_UP));
        assertThat(other.redeem(code, "order-2", TARO)).isEqualTo(new Refused(Reason.OTHER_CONTACT));
    }

    @Test
    @Tag("R9.7")
    default void redeemedInTheHostsTransaction_isUsedWhenThatCommits() throws Exception {
        JdbcStores stores = emptyStores();
        String code = coupons(stores).issue("welcome", HANAKO).code();
        for (boolean committed : List.of(false, true)) {
            try (Connection connection = database().getConnection()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(coupons(stores.joining(connection)).redeem(code, "order-1", HANAKO))
                        .isInstanceOf(Redeemed.class);
                if (committed) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
            assertThat(stores.coupons().findUse("welcome", code, "order-1").isPresent())
                    .isEqualTo(committed);
        }
    }

    @Test
    @Tag("R11.5")
    default void retention_deletesOldCoupons_andKeepsLimits() {
        JdbcStores stores = emptyStores();
        Instant old = StoresContract.NOW;
        Instant young = old.plus(Duration.ofDays(10));
        stores.coupons().add(new Coupon("welcome", HANAKO, "AAA", old), true);
        stores.coupons().add(new Coupon("welcome", TARO, "BBB", young), true);
        stores.coupons().add(new CouponUse("welcome", "AAA", "order-1", HANAKO, young, 1));
        stores.coupons().add(new CouponUse("welcome", "BBB", "order-2", TARO, young, 1));
        for (int number = 1; number <= 5; number++) {
            stores.coupons().add(new CouponUse("spring", "SPR1NG20", "order-" + number, TARO, old, number));
        }
        List<Retention.Progress> told = new ArrayList<>();
        Retention retention = stores.retention()
                .keepCoupons(Duration.ofDays(5))
                .clock(InstantSource.fixed(young.plusSeconds(1)))
                .progress(told::add);

        assertThat(retention.run().coupons()).isEqualTo(6);
        assertThat(told).last().extracting(Retention.Progress::coupons).isEqualTo(6L);
        assertThat(stores.coupons().findOwn("AAA")).isEmpty();
        assertThat(stores.coupons().findUse("welcome", "AAA", "order-1")).isEmpty();
        assertThat(stores.coupons().findUse("welcome", "BBB", "order-2")).isPresent();
        assertThat(stores.coupons().uses("spring", "SPR1NG20", null))
                .as("the limit holds")
                .isEqualTo(5);
        assertThat(stores.coupons().uses("spring", "SPR1NG20", TARO)).isEqualTo(1);
        assertThat(retention.run().coupons()).as("again").isZero();
    }

    /** A transaction that began before others used the code, and goes on seeing the state at that time. */
    @Test
    @Tag("R9.7")
    default void redeemedByATransactionThatSeesAnOlderState_failsAndUsesNothing() throws Exception {
        JdbcStores stores = emptyStores();
        try (Connection connection = database().getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Coupons joined = coupons(stores.joining(connection));
            assertThat(stores.joining(connection).coupons().uses("spring", "SPR1NG20", null))
                    .isZero();
            assertThat(coupons(stores).redeem("SPRING20", "order-1", TARO)).isInstanceOf(Redeemed.class);
            assertThatThrownBy(() -> joined.redeem("SPRING20", "order-2", HANAKO))
                    .isInstanceOf(RuntimeException.class);
            connection.rollback();
        }
        assertThat(stores.coupons().usage("spring").uses()).isEqualTo(1);
    }
}
