package dev.hato.tracking.coupon;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a coupon is for, and how often it can be used.
 *
 * @param name identifies the offer
 * @param sharedCode the code that all contacts have in common, or null if each has its own
 * @param uses how often a code can be used in all
 * @param usesPerContact how often one contact can use a shared code
 * @param from when it begins, or null if it has begun
 * @param until when it has ended, or null if it does not end
 */
public record CouponOffer(
        String name,
        @Nullable String sharedCode,
        long uses,
        int usesPerContact,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** Checks name, code and numbers. */
    public CouponOffer {
        if (name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException(
                    "The name of a coupon offer has 1 to 100 characters, not " + name.length() + ".");
        }
        if (sharedCode != null && (CouponCodes.canonical(sharedCode).isEmpty() || sharedCode.length() > 50)) {
            throw new IllegalArgumentException("The code '" + sharedCode + "' of offer '" + name
                    + "' has no letters and digits, or more than 50.");
        }
        if (uses < 1 || usesPerContact < 1) {
            throw new IllegalArgumentException("A coupon of offer '" + name + "' can be used " + uses + " times, "
                    + usesPerContact + " times by a contact; give at least 1.");
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "Offer '" + name + "' begins at " + from + " and ends at " + until + ".");
        }
    }

    /** Returns an offer whose coupons each contact has its own of, to be used once. */
    public static CouponOffer perContact(String name) {
        return new CouponOffer(name, null, 1, Integer.MAX_VALUE, null, null);
    }

    /** Returns an offer whose code all contacts share, each to use it once, without a limit in all. */
    public static CouponOffer shared(String name, String code) {
        return new CouponOffer(name, Objects.requireNonNull(code, "code"), Long.MAX_VALUE, 1, null, null);
    }

    /** Returns this offer, with a code that can be used this often in all. */
    public CouponOffer uses(long newUses) {
        return new CouponOffer(name, sharedCode, newUses, usesPerContact, from, until);
    }

    /** Returns this offer, with a shared code that each contact can use this often. */
    public CouponOffer usesPerContact(int newUses) {
        return new CouponOffer(name, sharedCode, uses, newUses, from, until);
    }

    /** Returns this offer from one moment on and before the other; null leaves an end open. */
    public CouponOffer between(@Nullable Instant newFrom, @Nullable Instant newUntil) {
        return new CouponOffer(name, sharedCode, uses, usesPerContact, newFrom, newUntil);
    }

    /** Returns whether it has begun and has not ended. */
    boolean isOpen(Instant now) {
        return (from == null || !now.isBefore(from)) && (until == null || now.isBefore(until));
    }
}
