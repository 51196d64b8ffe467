package dev.hato.tracking.coupon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.contact.ContactId;
import dev.hato.coupon.Coupon;
import dev.hato.coupon.CouponStore;
import dev.hato.coupon.CouponUsage;
import dev.hato.memory.MemoryStores;
import dev.hato.testkit.MovableClock;
import dev.hato.tracking.coupon.CouponResult.Reason;
import dev.hato.tracking.coupon.CouponResult.Redeemed;
import dev.hato.tracking.coupon.CouponResult.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9.7")
class CouponsTest {
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final ContactId TARO = ContactId.of("taro");

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final Coupons coupons = new Coupons(
            MemoryStores.create().coupons(),
            clock,
            CouponOffer.perContact("welcome"),
            CouponOffer.perContact("triple").uses(3),
            CouponOffer.shared("spring", "SPRING-20").uses(50),
            CouponOffer.perContact("april")
                    .between(Instant.parse("2026-04-02T00:00:00Z"), Instant.parse("2026-05-01T00:00:00Z")));

    private static Refused because(Reason reason) {
        return new Refused(reason);
    }

    @Test
    void issuing_givesEachContactOneCoupon() {
        Coupon coupon = coupons.issue("welcome", HANAKO);
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            codes.add(coupons.issue("welcome", ContactId.of(i)).code());
        }

        assertThat(coupons.issue("welcome", HANAKO)).isEqualTo(coupon);
        assertThat(coupons.find("welcome", HANAKO)).contains(coupon);
        assertThat(coupon.toString()).doesNotContain(coupon.code());
        assertThat(codes).hasSize(1_000).allMatch(code -> code.matches("[0-9A-HJKMNP-TV-Z]{10}"));
        assertThatIllegalArgumentException().isThrownBy(() -> coupons.issue("other", HANAKO));
    }

    @Test
    void ownCoupon_isRedeemedOnceAndIdempotently() {
        Coupon coupon = coupons.issue("welcome", HANAKO);
        CouponResult first = coupons.redeem(coupon.code(), "order-1", HANAKO);

        assertThat(first)
                .isInstanceOfSatisfying(
                        Redeemed.class, done -> assertThat(done.repeated()).isFalse());
        assertThat(coupons.redeem(coupon.code(), "order-1", null))
                .isEqualTo(new Redeemed(((Redeemed) first).use(), true));
        assertThat(coupons.redeem(coupon.code(), "order-2", HANAKO)).isEqualTo(because(Reason.USED_UP));
        assertThat(coupons.obstacle(coupon)).contains(Reason.USED_UP);
    }

    @Test
    void codeAsItIsTyped_isUnderstood() {
        String code = coupons.issue("welcome", HANAKO).code();
        StringBuilder wide = new StringBuilder();
        code.chars().forEach(c -> wide.append((char) (c + 0xFEE0)));
        String typed = " " + code.substring(0, 5).toLowerCase(Locale.ROOT) + "-"
                + wide.substring(5).replace('０', 'O');

        assertThat(coupons.redeem(typed, "order-1", HANAKO)).isInstanceOf(Redeemed.class);
        assertThat(coupons.redeem("spring2o", "order-1", HANAKO)).isInstanceOf(Redeemed.class);
    }

    @Test
    void unknownAndForeignCodes_areRefused() {
        String code = coupons.issue("welcome", HANAKO).code();

        assertThat(coupons.redeem("NOTHING", "order-1", HANAKO)).isEqualTo(because(Reason.UNKNOWN_CODE));
        assertThat(coupons.redeem("", "order-1", HANAKO)).isEqualTo(because(Reason.UNKNOWN_CODE));
        assertThat(coupons.redeem(code, "order-1", TARO)).isEqualTo(because(Reason.OTHER_CONTACT));
    }

    @Test
    void offer_isOpenInItsTimeOnly() {
        String code = coupons.issue("april", HANAKO).code();

        assertThat(coupons.redeem(code, "order-1", HANAKO)).isEqualTo(because(Reason.CLOSED));
        clock.set(Instant.parse("2026-05-01T00:00:00Z"));
        assertThat(coupons.redeem(code, "order-1", HANAKO)).isEqualTo(because(Reason.CLOSED));
        clock.advance(Duration.ofNanos(-1));
        assertThat(coupons.redeem(code, "order-1", HANAKO)).isInstanceOf(Redeemed.class);
    }

    @Test
    void sharedCode_isOnceAContact() {
        assertThat(coupons.redeem("SPRING20", "order-1", HANAKO)).isInstanceOf(Redeemed.class);
        assertThat(coupons.redeem("SPRING20", "order-2", HANAKO)).isEqualTo(because(Reason.USED_UP_BY_CONTACT));
        assertThat(coupons.redeem("SPRING20", "order-2", TARO)).isInstanceOf(Redeemed.class);
    }

    @Test
    void usedCountAndRate_areOfThoseIssued() {
        assertThat(coupons.usage("triple").rate()).isEmpty();
        for (ContactId contact : List.of(HANAKO, TARO, ContactId.of("jiro"), ContactId.of("saburo"))) {
            coupons.issue("triple", contact);
        }
        String code = coupons.issue("triple", HANAKO).code();
        coupons.redeem(code, "order-1", HANAKO);
        coupons.redeem(code, "order-2", HANAKO);
        coupons.redeem(code, "order-2", HANAKO);

        assertThat(coupons.usage("triple")).isEqualTo(new CouponUsage(4, 1, 2));
        assertThat(coupons.usage("triple").rate()).hasValue(0.25);
    }

    @Test
    void sharedCodeUsedByManyAtOnce_isNeverUsedMoreThanItMay() throws Exception {
        List<Callable<CouponResult>> wishes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ContactId contact = ContactId.of(i % 100);
            String order = "order-" + i / 2;
            wishes.add(() -> coupons.redeem("SPRING20", order, contact));
        }
        List<CouponResult> results = all(wishes);

        assertThat(results.stream().filter(result -> result instanceof Redeemed done && !done.repeated()))
                .hasSize(50);
        assertThat(coupons.usage("spring").uses()).isEqualTo(50);
        assertThat(results)
                .allMatch(result -> result instanceof Redeemed
                        || result.equals(because(Reason.USED_UP))
                        || result.equals(because(Reason.USED_UP_BY_CONTACT)));
    }

    @Test
    void oneContactAtOnceWithManyOrders_getsASharedCodeOnce() throws Exception {
        List<Callable<CouponResult>> wishes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String order = "order-" + i;
            wishes.add(() -> coupons.redeem("SPRING20", order, HANAKO));
        }

        assertThat(all(wishes).stream().filter(Redeemed.class::isInstance)).hasSize(1);
    }

    @Test
    void issuingAtOnce_givesOneCoupon() throws Exception {
        List<Callable<Coupon>> wishes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            wishes.add(() -> coupons.issue("welcome", HANAKO));
        }

        assertThat(new HashSet<>(all(wishes))).hasSize(1);
    }

    private static <T> List<T> all(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void offersAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CouponOffer.perContact("a").uses(0));
        assertThatIllegalArgumentException().isThrownBy(() -> CouponOffer.shared("a", "---"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Coupons(
                        MemoryStores.create().coupons(),
                        clock,
                        CouponOffer.shared("a", "S20"),
                        CouponOffer.shared("b", "s-20")));
    }

    /** Each contact once and two in all, each year anew. */
    @Test
    void sharedCodeOfALaterOffer_beginsAnew() {
        CouponStore store = MemoryStores.create().coupons();
        for (String offer : List.of("spring-2026", "spring-2027")) {
            Coupons year = new Coupons(
                    store, clock, CouponOffer.shared(offer, "SPRING-20").uses(2));
            assertThat(year.redeem("spring20", offer + "-1", HANAKO)).isInstanceOf(Redeemed.class);
            assertThat(year.redeem("spring20", offer + "-2", HANAKO)).isEqualTo(because(Reason.USED_UP_BY_CONTACT));
            assertThat(year.obstacle(year.issue(offer, TARO))).isEmpty();
            assertThat(year.redeem("spring20", offer + "-3", TARO)).isInstanceOf(Redeemed.class);
            assertThat(year.redeem("spring20", offer + "-4", ContactId.of("jiro")))
                    .isEqualTo(because(Reason.USED_UP));
            assertThat(year.usage(offer).uses()).isEqualTo(2);
        }
    }
}
