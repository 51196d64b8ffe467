package dev.hato.testkit;

import static dev.hato.testkit.CouponStoreContract.HANAKO;
import static dev.hato.testkit.CouponStoreContract.TARO;
import static dev.hato.testkit.CouponStoreContract.coupon;
import static dev.hato.testkit.CouponStoreContract.use;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Stores;
import dev.hato.contact.Contact;
import dev.hato.contact.EmailAddress;
import dev.hato.coupon.CouponStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stores must do with coupons that erase people on their wish. */
public interface CouponErasureContract {
    /** Returns stores without content that have what erasing needs, new for each call. */
    Stores emptyStores();

    @Test
    @Tag("R1.3")
    @DisplayName("of an erased contact's coupons nothing stays, and limits of shared codes hold on")
    default void erase_removesCoupons() {
        Stores stores = emptyStores();
        StoresContract.editable(stores).save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
        CouponStore store = stores.coupons();
        store.add(coupon("welcome", HANAKO, "AAA"), true);
        store.add(coupon("welcome", TARO, "BBB"), true);
        store.add(coupon("spring", HANAKO, "S20"), false);
        store.add(use("AAA", "order-1", HANAKO, 1));
        store.add(use("S20", "order-2", HANAKO, 1));
        store.add(use("S20", "order-3", TARO, 2));

        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    tx.eraser().erase(HANAKO);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(store.findOwn("AAA")).isPresent();
        assertThat(store.findUse("welcome", "AAA", "order-1").orElseThrow().contact())
                .isEqualTo(HANAKO);
        assertThat(store.uses("spring", "S20", HANAKO)).isEqualTo(1);

        assertThat(stores.eraser().erase(HANAKO)).isTrue();
        assertThat(store.findOwn("AAA")).isEmpty();
        assertThat(store.find("spring", HANAKO)).isEmpty();
        assertThat(store.findUse("welcome", "AAA", "order-1")).isEmpty();
        assertThat(store.findUse("spring", "S20", "order-2").orElseThrow().contact())
                .isNull();
        assertThat(store.uses("spring", "S20", HANAKO)).isZero();
        assertThat(store.uses("spring", "S20", null)).isEqualTo(2);
        assertThat(store.findOwn("BBB")).isPresent();
        assertThat(store.uses("spring", "S20", TARO)).isEqualTo(1);
        assertThat(stores.eraser().erase(HANAKO)).as("again").isFalse();
    }
}
