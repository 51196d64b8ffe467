package dev.hato.testkit;

import static dev.hato.testkit.StoresContract.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.contact.ContactId;
import dev.hato.coupon.Coupon;
import dev.hato.coupon.CouponStore;
import dev.hato.coupon.CouponUsage;
import dev.hato.coupon.CouponUse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store of coupons must do. */
public interface CouponStoreContract {
    /** Two contacts. */
    ContactId HANAKO = ContactId.of("hanako");

    /** The other one. */
    ContactId TARO = ContactId.of("taro");

    /** Returns stores without content, new for each call. */
    Stores emptyStores();

    /** Returns a coupon of the offer. */
    static Coupon coupon(String offer, ContactId contact, String code) {
        return new Coupon(offer, contact, code, NOW.plusNanos(1_000));
    }

    /** Returns a use of the code, for the offer {@code spring}. */
    static CouponUse use(String code, String order, @Nullable ContactId contact, long number) {
        String offer = code.equals("AAA") ? "welcome" : "spring";
        return new CouponUse(offer, code, order, contact, NOW.minusNanos(1_000), number);
    }

    @Test
    @Tag("R9.7")
    @DisplayName("a contact has one coupon of an offer, the first one")
    default void add_secondOfTheSameOffer_isRefused() {
        CouponStore store = emptyStores().coupons();
        Coupon first = coupon("welcome", HANAKO, "AAA");

        assertThat(store.add(first, true)).isTrue();
        assertThat(store.add(coupon("welcome", HANAKO, "BBB"), true)).isFalse();
        assertThat(store.add(coupon("other", HANAKO, "CCC"), true)).isTrue();
        assertThat(store.find("welcome", HANAKO)).contains(first);
        assertThat(store.findOwn("AAA")).contains(first);
        assertThat(store.findOwn("BBB")).isEmpty();
        assertThat(store.find("welcome", TARO)).isEmpty();
        assertThat(store.find("Welcome", HANAKO)).isEmpty();
        assertThat(store.find("welcome ", HANAKO)).isEmpty();
    }

    @Test
    @Tag("R9.7")
    @DisplayName("a code of its own is one contact's; a shared code is as many contacts' as there are")
    default void add_ownCodeTwice_isRefused_sharedIsNot() {
        CouponStore store = emptyStores().coupons();

        assertThat(store.add(coupon("welcome", HANAKO, "AAA"), true)).isTrue();
        assertThat(store.add(coupon("welcome", TARO, "AAA"), true)).isFalse();
        assertThat(store.find("welcome", TARO)).isEmpty();
        assertThat(store.add(coupon("spring", HANAKO, "Spring-20"), false)).isTrue();
        assertThat(store.add(coupon("spring", TARO, "Spring-20"), false)).isTrue();
        assertThat(store.findOwn("Spring-20")).isEmpty();
        assertThat(store.find("spring", TARO)).map(Coupon::code).contains("Spring-20");
    }

    @Test
    @Tag("R9.7")
    @DisplayName("a use is kept unless its number or its order is taken, each for its own code")
    default void addUse_numberOrOrderTaken_isRefused() {
        CouponStore store = emptyStores().coupons();
        CouponUse first = use("S20", "order-1", HANAKO, 1);

        assertThat(store.uses("spring", "S20", null)).isZero();
        assertThat(store.add(first)).isTrue();
        assertThat(store.add(use("S20", "order-2", TARO, 1))).as("number").isFalse();
        assertThat(store.add(use("S20", "order-1", TARO, 2))).as("order").isFalse();
        assertThat(store.add(use("S30", "order-1", null, 1))).as("another code").isTrue();
        assertThat(store.add(use("S20", "order-2", TARO, 2))).isTrue();
        assertThat(store.findUse("spring", "S20", "order-1")).contains(first);
        assertThat(store.findUse("spring", "S30", "order-1").orElseThrow().contact())
                .isNull();
        assertThat(store.findUse("spring", "S20", "Order-1")).isEmpty();
        assertThat(store.uses("spring", "S20", null)).isEqualTo(2);
        assertThat(store.uses("spring", "S20", HANAKO)).isEqualTo(1);
        assertThat(store.uses("spring", "S30", HANAKO)).isZero();
    }

    @Test
    @Tag("R9.7")
    @DisplayName("a code that a later offer takes again is used there from the beginning")
    default void addUse_ofTheSameCodeInAnotherOffer_isCountedByItself() {
        CouponStore store = emptyStores().coupons();
        store.add(new CouponUse("spring-2025", "S20", "order-1", HANAKO, NOW, 1));
        store.add(new CouponUse("spring-2025", "S20", "order-2", TARO, NOW, 2));
        CouponUse later = new CouponUse("spring-2026", "S20", "order-1", TARO, NOW, 1);

        assertThat(store.uses("spring-2026", "S20", null)).isZero();
        assertThat(store.findUse("spring-2026", "S20", "order-1")).isEmpty();
        assertThat(store.add(later)).isTrue();
        assertThat(store.findUse("spring-2026", "S20", "order-1")).contains(later);
        assertThat(store.uses("spring-2025", "S20", null)).isEqualTo(2);
        assertThat(store.uses("spring-2026", "S20", null)).isEqualTo(1);
        assertThat(store.uses("spring-2026", "S20", HANAKO)).isZero();
    }

    @Test
    @Tag("R9.7")
    @DisplayName("the usage counts the offer's coupons, those of them that were used, and all uses")
    default void usage_countsByOffer() {
        CouponStore store = emptyStores().coupons();
        store.add(coupon("spring", HANAKO, "S20"), false);
        store.add(coupon("spring", TARO, "S20"), false);
        store.add(coupon("other", HANAKO, "AAA"), true);
        store.add(use("S20", "order-1", HANAKO, 1));
        store.add(use("S20", "order-2", HANAKO, 2));
        store.add(use("S20", "order-3", ContactId.of("without-a-coupon"), 3));
        store.add(use("S20", "order-4", null, 4));

        assertThat(store.usage("spring")).isEqualTo(new CouponUsage(2, 1, 4));
        assertThat(store.usage("other")).isEqualTo(new CouponUsage(1, 0, 0));
        assertThat(store.usage("nothing")).isEqualTo(new CouponUsage(0, 0, 0));
    }

    @Test
    @DisplayName("texts come back to the character, and what cannot be kept is found nowhere")
    default void texts_areKeptToTheCharacter() {
        CouponStore store = emptyStores().coupons();
        String odd = "'; drop table -- \"x\" %_\\ 春🕊";
        store.add(coupon(odd, HANAKO, odd), true);
        CouponUse use = new CouponUse(odd, odd, odd, HANAKO, NOW, 1);

        assertThat(store.add(use)).isTrue();
        assertThat(store.findUse(odd, odd, odd)).contains(use);
        assertThat(store.findOwn(odd)).map(Coupon::offer).contains(odd);
        assertThat(store.findOwn("\0")).isEmpty();
        assertThat(store.findUse(odd, odd, "\uD83D")).isEmpty();
        assertThat(store.find("\0", HANAKO)).isEmpty();
        assertThat(store.uses("\0", "\0", null)).isZero();
        assertThat(store.usage("\0")).isEqualTo(new CouponUsage(0, 0, 0));
    }

    @Test
    @DisplayName("coupons and uses take part in transactions")
    default void transaction_thatThrows_takesCouponsBack() {
        Stores stores = emptyStores();
        stores.coupons().add(coupon("welcome", HANAKO, "AAA"), true);
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    tx.coupons().add(coupon("welcome", TARO, "BBB"), true);
                    tx.coupons().add(use("AAA", "order-1", HANAKO, 1));
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(stores.coupons().findOwn("BBB")).isEmpty();
        assertThat(stores.coupons().findUse("welcome", "AAA", "order-1")).isEmpty();
        assertThat(stores.coupons().add(use("AAA", "order-2", HANAKO, 1))).isTrue();
    }

    @Test
    @Tag("R9.7")
    @DisplayName("of many at once one gets a number, one an order and one a coupon")
    default void add_byManyAtOnce_keepsOne() throws Exception {
        CouponStore store = emptyStores().coupons();
        for (int round = 1; round <= 10; round++) {
            long number = round;
            assertThat(winners(i -> store.add(use("S20", "order-" + number + "-" + i, null, number))))
                    .isEqualTo(1);
            assertThat(store.uses("spring", "S20", null)).isEqualTo(number);
            assertThat(winners(i -> store.add(use("T" + number, "the order", null, i + 1))))
                    .isEqualTo(1);
            assertThat(winners(i -> store.add(coupon("offer-" + number, HANAKO, "C" + number + "-" + i), true)))
                    .isEqualTo(1);
        }
    }

    /** An attempt of one thread. */
    @FunctionalInterface
    interface Attempt {
        /** Tries with this number, and returns whether it succeeded. */
        boolean with(int number);
    }

    private static long winners(Attempt attempt) throws InterruptedException, ExecutionException {
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CyclicBarrier start = new CyclicBarrier(many);
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                int number = i;
                tasks.add(() -> {
                    start.await();
                    return attempt.with(number);
                });
            }
            long winners = 0;
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                winners += done.get() ? 1 : 0;
            }
            return winners;
        } finally {
            threads.shutdownNow();
        }
    }
}
