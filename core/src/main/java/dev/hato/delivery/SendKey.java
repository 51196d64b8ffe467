package dev.hato.delivery;

import dev.hato.contact.ContactId;
import dev.hato.internal.Texts;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The identity of one send, unique in the outbox: nobody gets the same mail twice, whatever is
 * planned again after a crash.
 *
 * @param source the delivery or scenario, or {@code mail} for transactional mail
 * @param step the step of the scenario, or the caller's idempotency key
 * @param contact to whom, or null where the caller's key says it all
 * @param occurrence which time, where a step comes again; empty for the only time
 */
public record SendKey(String source, String step, @Nullable ContactId contact, String occurrence)
        implements Comparable<SendKey> {
    private static final Comparator<SendKey> ORDER = Comparator.comparing(SendKey::source)
            .thenComparing(SendKey::step)
            .thenComparing(SendKey::contact, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(SendKey::occurrence);

    /** The source of transactional mail. */
    public static final String TRANSACTIONAL = "mail";

    /** Checks the parts. */
    public SendKey {
        Texts.requireName("Send key source", source, 100);
        Texts.requireName("Send key step", step, 200);
        if (occurrence.length() > 100) {
            throw new IllegalArgumentException(
                    "Send key occurrence " + Texts.quote(occurrence) + " is longer than 100 characters.");
        }
    }

    /** Returns the key of a delivery's mail to the contact. */
    public static SendKey ofDelivery(DeliveryId delivery, ContactId contact) {
        return new SendKey(delivery.source(), "mail", contact, "");
    }

    /** Returns the key of a transactional mail under the caller's idempotency key. */
    public static SendKey ofCaller(String idempotencyKey) {
        return new SendKey(TRANSACTIONAL, idempotencyKey, null, "");
    }

    /** Returns all parts as one text; different keys give different texts. */
    public String value() {
        return part(source)
                + '/'
                + part(step)
                + '/'
                + (contact == null ? "" : part(contact.value()))
                + '/'
                + part(occurrence);
    }

    private static String part(String text) {
        return text.replace("~", "~0").replace("/", "~1");
    }

    /** Compares source, step, contact and occurrence in turn; no contact stands before any. */
    @Override
    public int compareTo(SendKey other) {
        return ORDER.compare(this, other);
    }

    /** Returns {@link #value()} without empty parts at its end. */
    @Override
    public String toString() {
        String value = value();
        int end = value.length();
        while (value.charAt(end - 1) == '/') {
            end--;
        }
        return value.substring(0, end);
    }
}
