package dev.hato.step;

import dev.hato.calendar.FrequencyCap;
import dev.hato.consent.MailingList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario's steps are done.
 *
 * @param list the mailing list whose subscription allows its mails; null for one of the scenario's own, of its name
 * @param pastDue what becomes of steps that are past due
 * @param priority which scenario's mail goes first where several want the same slot: the higher
 * @param cap the cap on mails that this scenario keeps, beside the engine's; or null
 * @param pace how fast its steps begin at most, or null
 */
public record Sending(
        @Nullable MailingList list,
        PastDuePolicy pastDue,
        int priority,
        @Nullable FrequencyCap cap,
        @Nullable Pace pace) {
    /** The usual: past-due steps are skipped, priority 0, no limits. */
    public static final Sending USUAL = new Sending(null, PastDuePolicy.skip(), 0, null, null);

    /** Checks the priority. */
    public Sending {
        Objects.requireNonNull(pastDue, "pastDue");
        if (Math.abs((long) priority) > 1_000_000) {
            throw new IllegalArgumentException("Priority " + priority + " is beyond a million either way.");
        }
    }
}
