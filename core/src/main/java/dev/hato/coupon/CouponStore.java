package dev.hato.coupon;

import dev.hato.contact.ContactId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where coupons and their uses are kept. The rules of who may use what are not the store's: the {@code Coupons} of the artefact
 * {@code hato-tracking} keeps them.
 *
 * <p>Implementations are safe for use by several threads and, where they are shared, by several nodes. Each method is one atomic
 * step. What was added by a call that has returned is seen by all that begin later.
 */
public interface CouponStore {
    /**
     * Adds a coupon, unless its contact has one of the same offer. Of several that do so at once, one succeeds.
     *
     * @param own whether the code is the contact's own: then it is refused, too, if another coupon has it
     * @return false if it was refused
     */
    boolean add(Coupon coupon, boolean own);

    /** Returns the contact's coupon of the offer. */
    Optional<Coupon> find(String offer, ContactId contact);

    /** Returns the coupon that has this code as its own, in its canonical form. */
    Optional<Coupon> findOwn(String code);

    /**
     * Adds a use, unless the code has a use with the same number or for the same order in the offer. Of several that do so at once, one
     * succeeds, and the others return when its use is there to be read: this is what holds the limits of offers.
     *
     * @return false if it has
     */
    boolean add(CouponUse use);

    /** Returns the use of the code for the order in the offer. */
    Optional<CouponUse> findUse(String offer, String code, String order);

    /**
     * Counts the uses of the code in the offer; those in an earlier offer of the same code are not among them.
     *
     * @param contact whose, or null for all that there ever were, which is the number of the last one
     */
    long uses(String offer, String code, @Nullable ContactId contact);

    /** Counts the coupons of the offer and their uses. It may take its time. */
    CouponUsage usage(String offer);
}
