package dev.hato.report;

import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Tally;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of the history: a delivery, or a step of a scenario. */
public sealed interface HistoryRow permits DeliveryRow, StepRow {
    /**
     * What was sent, and to which list.
     *
     * @param subject the subject as the template has it
     * @param list the title of the list, or {@code スポットメール} for a spot delivery
     * @param format the parts of the message
     */
    record Content(String subject, String list, Format format) {}

    /** The parts of a message. */
    enum Format {
        /** Plain text only. */
        TEXT,
        /** HTML with a plain-text part, written or derived. */
        HTML;

        static Format of(boolean html) {
            return html ? HTML : TEXT;
        }
    }

    /** Returns the name of the mail, under which reactions to it are known. */
    String name();

    /** Returns when it began, or a step's mail last left; null if that has not happened. */
    @Nullable Instant time();

    /** Returns what was sent, and to which list. */
    Content content();

    /** Returns its mails by state. */
    Tally tally();

    /** Returns how many mails it is about: all the counts below together. */
    default long target() {
        return tally().total();
    }

    /** Returns how many mails a server took responsibility for. */
    default long handedOver() {
        return tally().count(MailState.HANDED_OVER);
    }

    /** Returns how many mails were refused for good. */
    default long bounced() {
        return tally().count(MailState.BOUNCED);
    }

    /** Returns how many mails may or may not have been taken, and are not sent again. */
    default long unknown() {
        return tally().count(MailState.UNKNOWN);
    }

    /** Returns how many mails are still to come. */
    default long open() {
        return tally().open();
    }

    /** Returns how many mails were not made or not sent, by reason. */
    default Map<ExclusionReason, Long> excluded() {
        return tally().excluded();
    }
}
