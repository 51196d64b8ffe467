package dev.hato.coupon;

import dev.hato.contact.ContactId;
import dev.hato.internal.Texts;
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
    /** The longest name of an offer, and the longest code, in UTF-16 units. */
    public static final int LONGEST = 100;

    /** Checks offer and code: not blank, not too long, without control characters. */
    public Coupon {
        Texts.requireName("Name of a coupon's offer", offer, LONGEST);
        Objects.requireNonNull(contact, "contact");
        requireCode(code);
        Objects.requireNonNull(at, "at");
    }

    /** Throws without naming the code, which is worth money. */
    static void requireCode(String code) {
        if (code.isBlank() || code.length() > LONGEST || Texts.hasControl(code)) {
            throw new IllegalArgumentException("The code of a coupon is blank, has control characters or more than "
                    + LONGEST + " characters; it has " + code.length() + ".");
        }
    }

    /** Returns the offer and the contact; the code is worth money. */
    @Override
    public String toString() {
        return "Coupon[" + offer + ", " + contact + "]";
    }
}
