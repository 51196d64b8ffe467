package dev.hato.step;

import dev.hato.Stores;
import dev.hato.calendar.ContactZone;
import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.QuietHours;
import dev.hato.contact.Contact;
import dev.hato.delivery.EngineSettings;
import dev.hato.delivery.StepMails;
import dev.hato.enrolment.EnrolmentTimes;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler works with.
 *
 * @param engine the engine's settings
 * @param mails what plans mails
 * @param clocks whose clocks count, and which days are holidays
 * @param limits when and how much mail may leave
 * @param handler what acts outside of the stores, or null if nothing does
 * @param lease how long a claim lasts
 */
record StepSettings(
        EngineSettings engine,
        StepMails mails,
        Clocks clocks,
        Limits limits,
        @Nullable ActionHandler handler,
        Duration lease) {
    /** Whose clocks count, and which days are holidays. */
    record Clocks(ContactZone zones, HolidayCalendar holidays) {}

    /** When and how much mail may leave. */
    record Limits(QuietHours quiet, @Nullable FrequencyCap cap) {}

    Stores stores() {
        return engine.stores();
    }

    /** Returns the time, to the microsecond that stores keep. */
    Instant now() {
        return engine.clock().instant().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    ZoneId zone(Contact contact) {
        return clocks.zones().of(contact.attributes(), null);
    }

    /** Returns what the enrolment's time is counted from. */
    EnrolmentClock clock(Contact contact, EnrolmentTimes times) {
        return new EnrolmentClock(
                zone(contact),
                contact.attributes(),
                times.enrolled(),
                times.paused(),
                times.previous(),
                times.caughtUp());
    }

    /** Refuses a scenario that could not be carried out here. */
    void require(Scenario scenario) {
        if (scenario.entry().triggers().stream().anyMatch(Trigger.DateReached.class::isInstance)) {
            throw new IllegalStateException("Scenario " + Names.quote(scenario.name())
                    + " starts when a date is reached, which this scheduler does not watch; enrol the contacts, and let the"
                    + " first step count from the date.");
        }
        for (Step step : scenario.steps()) {
            if (step.action() instanceof Action.SendMail mail) {
                mails.require(mail.template().template());
            }
            if (handler == null && StepTurn.isOutside(step.action())) {
                throw new IllegalStateException("Nothing handles step " + Names.quote(step.key()) + " of scenario "
                        + Names.quote(scenario.name()) + ", which is to " + step.action()
                        + "; give the builder actions(…).");
            }
        }
    }
}
