package dev.hato.tracking.coupon;

import dev.hato.coupon.CouponUse;

/** What became of a wish to use a coupon. */
public sealed interface CouponResult {
    /**
     * The coupon is used for the order.
     *
     * @param use the use
     * @param repeated whether it was used for the same order before; it still counts once
     */
    record Redeemed(CouponUse use, boolean repeated) implements CouponResult {}

    /**
     * The coupon cannot be used, and nothing was changed.
     *
     * @param reason why
     */
    record Refused(Reason reason) implements CouponResult {}

    /** Why a coupon cannot be used. */
    enum Reason {
        /** There is no such code. */
        UNKNOWN_CODE,
        /** The code is another contact's. */
        OTHER_CONTACT,
        /** The offer has not begun, or has ended. */
        CLOSED,
        /** The code was used as often as it can be. */
        USED_UP,
        /** The contact has used the shared code as often as one may. */
        USED_UP_BY_CONTACT
    }
}
