package dev.hato.report;

import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.Tally;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One delivery in the history.
 *
 * @param id its identity
 * @param name its short name
 * @param state where it stands
 * @param time when it started, or null if it has not
 * @param content what was sent, and to which list
 * @param tally its mails by state
 */
public record DeliveryRow(
        DeliveryId id,
        String name,
        DeliveryState state,
        @Nullable Instant time,
        Content content,
        Tally tally) implements HistoryRow {}
