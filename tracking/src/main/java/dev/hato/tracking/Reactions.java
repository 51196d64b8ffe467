package dev.hato.tracking;

import dev.hato.Stores;
import dev.hato.event.MailEvents;
import dev.hato.report.DeliveryRow;
import dev.hato.report.HistoryRow;
import dev.hato.report.StepRow;
import dev.hato.segment.Conditions;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.EventQuery;
import dev.hato.tracking.conversion.Conversions;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Counts how many contacts reacted to a delivery or to the mails of a scenario's step: each once, however often it opened or clicked, and people only unless the log of
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

    /** Returns the reactions to a delivery, or to the mails of a scenario's step, of the history. */
    public Count of(HistoryRow row) {
        boolean measurable = row.content().format() == HistoryRow.Format.HTML;
        return new Count(
                row.handedOver(),
                measurable ? OptionalLong.of(contacts(MailEvents.OPENED, row)) : OptionalLong.empty(),
                contacts(MailEvents.CLICKED, row),
                contacts(Conversions.CONVERTED, row));
    }

    private long contacts(String type, HistoryRow row) {
        return stores.selector()
                .count(events(type, row).happened(), EvaluationContext.at(clock.instant(), ZoneId.of("UTC")));
    }

    private static EventQuery events(String type, HistoryRow row) {
        EventQuery events = Conditions.event(type);
        if (row instanceof StepRow step) {
            return events.where(MailEvents.SOURCE.is(step.source())).where(MailEvents.STEP.is(step.step()));
        }
        return events.where(MailEvents.SOURCE.is(((DeliveryRow) row).id().source()));
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
