package dev.hato.tracking.conversion;

import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the host's are conversions, and where they say what they brought.
 *
 * <pre>{@code
 * ConvertingEvents.of("purchase").worth(AMOUNT, "JPY").order(ORDER)
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ConvertingEvents {
    private final String type;
    private final @Nullable NumberAttribute value;
    private final @Nullable String currency;
    private final @Nullable Attribute<?> order;

    private ConvertingEvents(
            String type, @Nullable NumberAttribute value, @Nullable String currency, @Nullable Attribute<?> order) {
        this.type = type;
        this.value = value;
        this.currency = currency;
        this.order = order;
    }

    /** Returns the events of the type; their ids are taken for the orders', and they have no value. */
    public static ConvertingEvents of(String type) {
        if (type.equals(Conversions.CONVERTED)) {
            throw new IllegalArgumentException("Events of type '" + type + "' are conversions already; name another.");
        }
        return new ConvertingEvents(type, null, null, null);
    }

    /**
     * Returns the same with a value.
     *
     * @param property which has it; an event without it brought nothing that can be said in money
     * @param newCurrency its currency as three capital letters (ISO 4217)
     */
    public ConvertingEvents worth(NumberAttribute property, String newCurrency) {
        return new ConvertingEvents(
                type,
                Objects.requireNonNull(property, "property"),
                Objects.requireNonNull(newCurrency, "currency"),
                order);
    }

    /**
     * Returns the same with the number of the order in a property, so that it counts once however it is reported: as an event, by
     * a page, or by a call. An event without it has its id for the order.
     */
    public ConvertingEvents order(TextAttribute property) {
        return new ConvertingEvents(type, value, currency, Objects.requireNonNull(property, "property"));
    }

    /** Returns the same with the number of the order in a property that is a number. */
    public ConvertingEvents order(NumberAttribute property) {
        return new ConvertingEvents(type, value, currency, Objects.requireNonNull(property, "property"));
    }

    /** Returns whether the event is one of them. */
    boolean include(ContactEvent event) {
        return event.type().equals(type);
    }

    /**
     * Returns the conversion that the event stands for.
     *
     * @throws IllegalArgumentException if what the event says is none
     */
    Conversion conversion(ContactEvent event) {
        Object number = order == null ? null : event.properties().get(order);
        String name = number instanceof BigDecimal decimal
                ? decimal.stripTrailingZeros().toPlainString()
                : number == null ? event.id() : number.toString();
        Conversion conversion = Conversion.of(name, event.contact(), event.at());
        BigDecimal worth = value == null ? null : event.properties().get(value);
        return worth == null || currency == null ? conversion : conversion.worth(worth, currency);
    }

    /** Returns the type. */
    @Override
    public String toString() {
        return "ConvertingEvents[" + type + "]";
    }
}
