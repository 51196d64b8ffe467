package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.delivery.EngineSettings;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import dev.hato.segment.Explanation;
import dev.hato.segment.Segments;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why a contact got a step, or did not, or will.
 *
 * @param contact who
 * @param scenario the scenario's name
 * @param step the step's key
 * @param timing when the step is due, in words
 * @param enrolments the contact's in the scenario, in order
 * @param condition the step's condition as it is now, leaf by leaf, or that by which a branch parts; null if it asks
 *     nothing
 */
public record StepExplanation(
        ContactId contact,
        String scenario,
        String step,
        String timing,
        List<Enrolment> enrolments,
        @Nullable Explanation condition) {
    /** Copies the list. */
    public StepExplanation {
        enrolments = List.copyOf(enrolments);
    }

    static StepExplanation of(StepSettings settings, Running running, ContactId contact, String key) {
        Step step = running.step(key);
        Condition condition = step.question();
        EngineSettings engine = settings.engine();
        EvaluationContext context = new EvaluationContext(settings.now(), engine.zone(), engine.segments());
        return new StepExplanation(
                contact,
                running.name(),
                key,
                step.timing().toString(),
                settings.stores().steps().of(Set.of(contact)).stream()
                        .filter(enrolment -> enrolment.key().scenario().equals(running.name()))
                        .toList(),
                condition == null
                        ? null
                        : settings.stores()
                                .selector()
                                .read(contact, profile -> Segments.explain(condition, profile, context))
                                .orElse(null));
    }

    /** Returns what became of the step so far, in all enrolments. */
    public List<StepRecord> records() {
        return enrolments.stream()
                .flatMap(enrolment -> enrolment.history().stream())
                .filter(record -> record.step().equals(step))
                .toList();
    }

    /**
     * Returns the explanation as text, with the local times of the zone:
     *
     * <pre>
     * day-7 of brochure-follow-up, 7 days after enrolment at 10:00
     *   enrolled 2026-04-01 09:00
     *   2026-04-08 10:00  skipped: its condition was not true
     *   waits for day-14, due 2026-04-15 10:00
     *   its condition as it is now:
     *     ✗ not
     *       ✓ event "mail.clicked" … — seen: 1, bound: 1
     * </pre>
     */
    public String text(ZoneId zone) {
        StepWords words = new StepWords(zone);
        StringBuilder text = new StringBuilder(step + " of " + scenario + ", " + timing);
        if (enrolments.isEmpty()) {
            text.append("\n  not enrolled");
        }
        for (Enrolment enrolment : enrolments) {
            text.append("\n  enrolled ").append(words.moment(enrolment.times().enrolled()));
            List<StepRecord> own = enrolment.history().stream()
                    .filter(record -> record.step().equals(step))
                    .toList();
            own.forEach(record -> text.append("\n  ")
                    .append(words.moment(record.at()))
                    .append("  ")
                    .append(words(record)));
            if (own.isEmpty() && !step.equals(enrolment.standing().step())) {
                text.append("\n  nothing became of it ").append(enrolment.isOpen() ? "so far" : "in that time");
            }
            text.append("\n  ").append(words.standing(enrolment));
        }
        if (condition != null) {
            text.append("\n  its condition as it is now:");
            condition.toString().lines().forEach(line -> text.append("\n    ").append(line));
        }
        return text.toString();
    }

    private static String words(StepRecord record) {
        return (record.occurrence().isEmpty() ? "" : record.occurrence() + ": ") + StepWords.what(record);
    }

    /** Returns {@link #text} in UTC. */
    @Override
    public String toString() {
        return text(StepWords.UTC.zone());
    }
}
