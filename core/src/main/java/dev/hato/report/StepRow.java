package dev.hato.report;

import dev.hato.delivery.Tally;
import dev.hato.enrolment.StoredScenario;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a scenario in the history: its mails to all contacts so far. Whom a condition, a cap or the clock passed
 * over has no mail; the scenario's funnel counts those.
 *
 * @param scenario the name of the scenario
 * @param step the key of the step
 * @param name the name of the mail
 * @param time when a server last took one of its mails, or null if none was taken yet
 * @param content what it says, and which list's subscription allows it
 * @param tally its mails by state
 */
public record StepRow(
        String scenario, String step, String name, @Nullable Instant time, Content content, Tally tally)
        implements HistoryRow {
    /** Returns the source of its mails' send keys. */
    public String source() {
        return StoredScenario.source(scenario);
    }
}
