package dev.hato.tracking.coupon;

import dev.hato.contact.ContactId;
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
 * @param number counts the uses of the code, from 1 on, without a gap
 */
public record CouponUse(
        String offer, String code, String order, @Nullable ContactId contact, Instant at, long number) {
    /** Checks that nothing is missing. */
    public CouponUse {
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(at, "at");
        if (order.isBlank() || order.length() > 150) {
            throw new IllegalArgumentException(
                    "The order that a coupon is used for has 1 to 150 characters, not " + order.length() + ".");
        }
    }

    /** Returns the offer and the order; the code is worth money. */
    @Override
    public String toString() {
        return "CouponUse[" + offer + ", " + order + ", " + number + "]";
    }
}
