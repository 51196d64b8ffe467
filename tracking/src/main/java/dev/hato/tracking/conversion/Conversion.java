package dev.hato.tracking.conversion;

import dev.hato.contact.ContactId;
import dev.hato.contact.NumberAttribute;
import dev.hato.event.ContactEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A success that the host reports.
 *
 * @param order identifies it among all, such as the order's number; the same one counts once
 * @param contact who bought
 * @param at when, in the years 1 to 9999
 * @param value what it brought, or null if that cannot be said in money
 * @param currency the value's currency as three capital letters (ISO 4217), or null without one
 */
public record Conversion(
        String order,
        ContactId contact,
        Instant at,
        @Nullable BigDecimal value,
        @Nullable String currency) {
    /** The longest order, in UTF-16 units. */
    public static final int LONGEST_ORDER = 150;

    /** Nobody buys before or after. */
    static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int MOST_DIGITS = 30;

    /** Checks the order, the value and its currency. */
    public Conversion {
        if (order.isBlank()
                || order.length() > LONGEST_ORDER
                || order.codePoints().anyMatch(Conversion::isUnfit)) {
            throw new IllegalArgumentException("The order is blank, longer than " + LONGEST_ORDER
                    + " characters or has control characters; give the number of the order.");
        }
        Objects.requireNonNull(contact, "contact");
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    "The order is of " + at + "; give the moment of the purchase, in the years 1 to 9999.");
        }
        if (value != null && (value.precision() > MOST_DIGITS || Math.abs(value.scale()) > MOST_DIGITS)) {
            throw new IllegalArgumentException("The value of the order has more than " + MOST_DIGITS + " digits.");
        }
        if (currency != null && !CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("The currency of the order is none; write it as in 'JPY'.");
        }
    }

    private static boolean isUnfit(int c) {
        return Character.isISOControl(c)
                || c == 0x2028
                || c == 0x2029
                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Returns an order without a value. */
    public static Conversion of(String order, ContactId contact, Instant at) {
        return new Conversion(order, contact, at, null, null);
    }

    /**
     * Returns the conversion that an event of the host's stands for, such as a purchase.
     *
     * @param event whose id is taken for the order
     * @param value which of its properties is the value; an event without it has none
     * @param currency the value's currency
     */
    public static Conversion of(ContactEvent event, NumberAttribute value, String currency) {
        BigDecimal worth = event.properties().get(value);
        return new Conversion(event.id(), event.contact(), event.at(), worth, worth == null ? null : currency);
    }

    /** Returns this with a value. */
    public Conversion worth(BigDecimal newValue, String newCurrency) {
        return new Conversion(order, contact, at, newValue, newCurrency);
    }

    /** Returns this with a whole value. */
    public Conversion worth(long newValue, String newCurrency) {
        return worth(BigDecimal.valueOf(newValue), newCurrency);
    }
}
