package dev.hato.report;

import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Tally;
import java.time.Instant;
import java.util.Map;
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
        Tally tally) {
    /**
     * What was sent, and to which list.
     *
     * @param subject the subject as the template has it
     * @param list the title of the list, or {@code スポットメール} for a spot delivery
     * @param format the parts of the message
     */
    public record Content(String subject, String list, Format format) {}

    /** The parts of a message. */
    public enum Format {
        /** Plain text only. */
        TEXT,
        /** HTML with a plain-text part, written or derived. */
        HTML
    }

    /** Returns how many contacts the delivery is for: all the counts below together. */
    public long target() {
        return tally.total();
    }

    /** Returns how many mails a server took responsibility for. */
    public long handedOver() {
        return tally.count(MailState.HANDED_OVER);
    }

    /** Returns how many mails were refused for good. */
    public long bounced() {
        return tally.count(MailState.BOUNCED);
    }

    /** Returns how many mails may or may not have been taken, and are not sent again. */
    public long unknown() {
        return tally.count(MailState.UNKNOWN);
    }

    /** Returns how many mails are still to come. */
    public long open() {
        return tally.open();
    }

    /** Returns how many contacts got no mail, by reason. */
    public Map<ExclusionReason, Long> excluded() {
        return tally.excluded();
    }
}
