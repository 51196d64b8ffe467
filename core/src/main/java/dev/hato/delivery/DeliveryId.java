package dev.hato.delivery;

import dev.hato.internal.Texts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a group or spot delivery.
 *
 * @param value at most 80 characters
 */
public record DeliveryId(String value) implements Comparable<DeliveryId> {
    private static final String PREFIX = "delivery:";

    /** Checks the text. */
    public DeliveryId {
        Texts.requireName("Delivery id", value, 80);
    }

    /** Returns a new random id. */
    public static DeliveryId random() {
        return new DeliveryId(UUID.randomUUID().toString());
    }

    /** Returns the source under which the delivery's mails are in the outbox. */
    public String source() {
        return PREFIX + value;
    }

    /** Returns the delivery whose mails have this source, or null if it is something else's. */
    static @Nullable DeliveryId ofSource(String source) {
        return source.startsWith(PREFIX) ? new DeliveryId(source.substring(PREFIX.length())) : null;
    }

    @Override
    public int compareTo(DeliveryId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
