package dev.hato.step;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A contact's way through the scenarios: what was sent, what was left out and why, what comes next and when.
 *
 * @param contact whose
 * @param enrolments in the order of scenarios and numbers, each with its history and standing
 */
public record StepTimeline(ContactId contact, List<Enrolment> enrolments) {
    /** Copies the list. */
    public StepTimeline {
        enrolments = List.copyOf(enrolments);
    }

    /**
     * Returns the timeline as text, with the local times of the zone:
     *
     * <pre>
     * brochure-follow-up, enrolled 2026-04-01 09:00
     *   2026-04-01 09:00  thanks  mailed
     *   2026-04-04 10:00  day-3   skipped: its condition was not true
     *   waits for day-7, due 2026-04-08 10:00
     * </pre>
     */
    public String text(ZoneId zone) {
        StepWords words = new StepWords(zone);
        return enrolments.isEmpty()
                ? "in no scenario"
                : enrolments.stream().map(enrolment -> text(enrolment, words)).collect(Collectors.joining("\n"));
    }

    /** Returns {@link #text} in UTC. */
    @Override
    public String toString() {
        return text(StepWords.UTC.zone());
    }

    private static String text(Enrolment enrolment, StepWords words) {
        int number = enrolment.key().occurrence();
        StringBuilder text = new StringBuilder(enrolment.key().scenario());
        text.append(number == 1 ? "" : ", time " + number);
        text.append(", enrolled ").append(words.moment(enrolment.times().enrolled()));
        int width = enrolment.history().stream()
                .mapToInt(record -> StepWords.step(record).length())
                .max()
                .orElse(0);
        for (StepRecord record : enrolment.history()) {
            text.append("\n  ")
                    .append(words.moment(record.at()))
                    .append("  ")
                    .append(StepWords.pad(StepWords.step(record), width))
                    .append("  ")
                    .append(StepWords.what(record));
        }
        return text.append("\n  ").append(words.standing(enrolment)).toString();
    }

    static String next(Enrolment enrolment) {
        return StepWords.UTC.standing(enrolment);
    }
}
