package dev.hato.tracking.conversion;

import dev.hato.Stores;
import dev.hato.contact.Attribute;
import dev.hato.contact.NumberAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.tracking.hit.HitEvents;
import dev.hato.tracking.hit.HitLog;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Attributes conversions to the last click that counts, which is a person's, within a window before them.
 *
 * <pre>{@code
 * Conversions conversions = Conversions.over(stores);
 * conversions.record(Conversion.of("order-1042", contact.id(), now).worth(62_000, "JPY"));
 * }</pre>
 *
 * <p>Each is recorded once, as an event {@link #CONVERTED} of the contact's at its time, with the mail, the link, the value and the
 * currency, so that segments and reports can sum it up. Thread-safe, and safe on several nodes: the order is the event's id.
 */
public final class Conversions {
    /** A conversion. */
    public static final String CONVERTED = "mail.converted";

    /** The order. */
    public static final TextAttribute ORDER = Attribute.text("order");

    /** The value. */
    public static final NumberAttribute VALUE = Attribute.number("value");

    /** The value's currency. */
    public static final TextAttribute CURRENCY = Attribute.text("currency");

    private static final Duration STANDARD_WINDOW = Duration.ofDays(7);

    private static final Duration LONGEST_WINDOW = Duration.ofDays(3_652_500);

    private final Stores stores;
    private final List<HitLog> logs;
    private final Duration window;

    private Conversions(Stores stores, List<HitLog> logs, Duration window) {
        this.stores = stores;
        this.logs = logs;
        this.window = window;
    }

    /** Returns what attributes to clicks in these stores, within 7 days. */
    public static Conversions over(Stores stores) {
        return new Conversions(Objects.requireNonNull(stores, "stores"), new CopyOnWriteArrayList<>(), STANDARD_WINDOW);
    }

    /**
     * Returns the same, which knows the clicks that still wait in the log, too. Of a log into stores of {@link #countingIn} they are
     * known without it.
     */
    public Conversions after(HitLog log) {
        List<HitLog> more = new CopyOnWriteArrayList<>(logs);
        more.add(Objects.requireNonNull(log, "log"));
        return new Conversions(stores, more, window);
    }

    /**
     * Returns the same with another window.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than 10,000 years
     */
    public Conversions within(Duration newWindow) {
        if (newWindow.isNegative() || newWindow.isZero()) {
            throw new IllegalArgumentException("The window is " + newWindow + "; give a positive span.");
        }
        if (newWindow.compareTo(LONGEST_WINDOW) > 0) {
            throw new IllegalArgumentException("The window is " + newWindow + "; no click is longer ago than "
                    + LONGEST_WINDOW + ", or 10,000 years; give that at most.");
        }
        return new Conversions(stores, logs, newWindow);
    }

    /**
     * Returns stores that are these, and record a conversion with each event of these kinds, whoever adds it: a call, an import, or
     * the step scheduler with {@code signal}. Give them to the engine and work with them in place of the others; of stores that join a
     * transaction of the host's, {@code countingIn(stores.joining(connection), …)}.
     *
     * <p>A log of hits into these stores is looked at for the clicks that wait in it. Event and conversion are one transaction. An event counts once by its id, and an order once, however it is reported. An
     * event whose order or value is none is kept, is no conversion, and is logged.
     *
     * @param counted the stores that these conversions are over, or the same in a transaction
     */
    public Stores countingIn(Stores counted, ConvertingEvents... kinds) {
        return new ConvertingStores(counted, in(counted), List.of(kinds));
    }

    /** Returns the same as part of a transaction. */
    Conversions in(Stores transaction) {
        return new Conversions(transaction, logs, window);
    }

    /** Knows from now on the clicks that wait in this log, too. */
    void alsoAfter(HitLog log) {
        logs.add(log);
    }

    /** Records a conversion if a click led to it and its order is new. A click exactly as long ago as the window counts. */
    public Attribution record(Conversion conversion) {
        ContactEvent click = lastClick(conversion);
        if (click == null) {
            return new Attribution.Unattributed();
        }
        ContactEvent event = event(conversion, click);
        return stores.events().add(event) ? new Attribution.ToClick(click, event) : new Attribution.Repeated();
    }

    private @Nullable ContactEvent lastClick(Conversion conversion) {
        Instant from = Conversion.EARLIEST.plus(window).isAfter(conversion.at())
                ? Conversion.EARLIEST
                : conversion.at().minus(window);
        Instant to = conversion.at().plusNanos(1_000);
        // Those that wait are looked at first: one that is written meanwhile is in the stores then.
        List<ContactEvent> clicks = new ArrayList<>();
        for (HitLog log : logs) {
            for (ContactEvent event : log.waitingOf(conversion.contact(), stores)) {
                if (event.type().equals(MailEvents.CLICKED)
                        && !event.at().isBefore(from)
                        && event.at().isBefore(to)) {
                    clicks.add(event);
                }
            }
        }
        clicks.addAll(stores.events().find(conversion.contact(), MailEvents.CLICKED, from, to));
        return clicks.stream()
                .max(Comparator.comparing(ContactEvent::at).thenComparing(ContactEvent::id))
                .orElse(null);
    }

    private static ContactEvent event(Conversion conversion, ContactEvent click) {
        ContactEvent event = ContactEvent.of(conversion.contact(), CONVERTED, conversion.at())
                .withId("conversion:" + conversion.order())
                .with(ORDER, conversion.order());
        for (TextAttribute property : List.of(MailEvents.MAIL, MailEvents.SOURCE, MailEvents.STEP, HitEvents.LINK)) {
            String known = click.properties().get(property);
            event = known == null ? event : event.with(property, known);
        }
        BigDecimal number = click.properties().get(HitEvents.LINK_NUMBER);
        event = number == null ? event : event.with(HitEvents.LINK_NUMBER, number);
        event = conversion.value() == null ? event : event.with(VALUE, conversion.value());
        return conversion.currency() == null ? event : event.with(CURRENCY, conversion.currency());
    }
}
