package dev.hato.tracking.coupon;

import dev.hato.contact.ContactId;
import java.time.Instant;
import java.util.Objects;

/**
 * A coupon that was issued to a contact.
 *
 * @param offer the name of its offer
 * @param contact whose it is
 * @param code what the contact shows or types
 * @param at when it was issued
 */
public record Coupon(String offer, ContactId contact, String code, Instant at) {
    /** Checks that nothing is missing. */
    public Coupon {
        Objects.requireNonNull(offer, "offer");
        Objects.requireNonNull(contact, "contact");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(at, "at");
    }

    /** Returns the offer and the contact; the code is worth money. */
    @Override
    public String toString() {
        return "Coupon[" + offer + ", " + contact + "]";
    }
}
