/**
 * Coupons: issued to contacts, shown, and redeemed, each as often as its offer allows. The host's shop redeems them through {@link
 * dev.hato.tracking.coupon.Coupons}; where they are kept is a {@link dev.hato.coupon.CouponStore}.
 */
@NullMarked
package dev.hato.tracking.coupon;

import org.jspecify.annotations.NullMarked;
