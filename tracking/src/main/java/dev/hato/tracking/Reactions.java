package dev.hato.tracking;

import dev.hato.Stores;
import dev.hato.event.MailEvents;
import dev.hato.report.DeliveryRow;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.tracking.conversion.Conversions;
import dev.hato.tracking.hit.HitEvents;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Counts how many contacts reacted to a delivery: each once, however often it opened or clicked, and people only unless the log of
 * hits says otherwise.
 *
 * <p>Thread-safe.
 */
public final class Reactions {
    private final Stores stores;
    private final InstantSource clock;

    /** Reads these stores. */
    public Reactions(Stores stores, InstantSource clock) {
        this.stores = Objects.requireNonNull(stores, "stores");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /** Returns the reactions to a delivery of the history. */
    public Count of(DeliveryRow delivery) {
        String source = delivery.id().source();
        boolean measurable = delivery.content().format() == DeliveryRow.Format.HTML;
        return new Count(
                delivery.handedOver(),
                measurable ? OptionalLong.of(contacts(MailEvents.OPENED, source)) : OptionalLong.empty(),
                contacts(MailEvents.CLICKED, source),
                contacts(Conversions.CONVERTED, source));
    }

    private long contacts(String type, String source) {
        return stores.selector()
                .count(
                        Conditions.event(type)
                                .where(HitEvents.SOURCE.is(source))
                                .happened(),
                        EvaluationContext.at(clock.instant(), ZoneId.of("UTC")));
    }

    /**
     * How many contacts reacted.
     *
     * @param handedOver how many mails a server took
     * @param opens how many contacts opened it; absent for a mail of plain text, of which that cannot be measured
     * @param clicks how many contacts clicked a link
     * @param conversions how many contacts bought, or whatever is reported as a conversion
     */
    public record Count(long handedOver, OptionalLong opens, long clicks, long conversions) {
        /** Returns the share of mails that were opened; absent if it cannot be measured or none was handed over. */
        public OptionalDouble openRate() {
            return opens.isPresent() ? rate(opens.getAsLong()) : OptionalDouble.empty();
        }

        /** Returns the share of mails with a click; absent if none was handed over. */
        public OptionalDouble clickRate() {
            return rate(clicks);
        }

        /** Returns the share of mails that led to a conversion; absent if none was handed over. */
        public OptionalDouble conversionRate() {
            return rate(conversions);
        }

        private OptionalDouble rate(long count) {
            return handedOver == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) count / handedOver);
        }
    }
}
