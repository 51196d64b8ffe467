/**
 * Coupons: which contact has which, and what each was used for.
 *
 * <p>The rows, and the store that keeps them. Hosts issue and redeem through the {@code Coupons} of the artefact {@code
 * hato-tracking}.
 */
@NullMarked
package dev.hato.coupon;

import org.jspecify.annotations.NullMarked;
