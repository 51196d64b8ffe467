package dev.hato.coupon;

import dev.hato.contact.ContactId;
import dev.hato.internal.Texts;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One use of a coupon.
 *
 * @param offer the name of its offer
 * @param code the code in its canonical form
 * @param order what it was used for, such as the order's number
 * @param contact who used it, or null if nobody knows
 * @param at when
 * @param number counts the uses of the code in the offer, from 1 on, without a gap
 */
public record CouponUse(
        String offer, String code, String order, @Nullable ContactId contact, Instant at, long number) {
    /** The longest order, in UTF-16 units. */
    public static final int LONGEST_ORDER = 150;

    /** Checks the texts, which are neither blank nor too long and have no control characters, and the number. */
    public CouponUse {
        Texts.requireName("Name of a coupon's offer", offer, Coupon.LONGEST);
        Coupon.requireCode(code);
        Texts.requireName("Order that a coupon is used for", order, LONGEST_ORDER);
        Objects.requireNonNull(at, "at");
        if (number < 1) {
            throw new IllegalArgumentException("The uses of a coupon are counted from 1, not from " + number + ".");
        }
    }

    /** Returns the offer and the order; the code is worth money. */
    @Override
    public String toString() {
        return "CouponUse[" + offer + ", " + order + ", " + number + "]";
    }
}
