package dev.hato.coupon;

import java.util.OptionalDouble;

/**
 * How much an offer is used.
 *
 * @param issued how many contacts have a coupon of it
 * @param used how many of them have used it
 * @param uses how often its coupons were used, by whomever
 */
public record CouponUsage(long issued, long used, long uses) {
    /** Returns the share of the coupons that were used; absent if none was issued. */
    public OptionalDouble rate() {
        return issued == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) used / issued);
    }
}
