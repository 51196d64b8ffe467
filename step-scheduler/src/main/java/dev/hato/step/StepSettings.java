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
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the scheduler works with.
 *
 * @param engine the engine's settings
 * @param mails what plans mails
 * @param clocks whose clocks count, and which days are holidays
 * @param limits when and how much mail may leave
 * @param handler what acts outside of the stores, or null if nothing does
 * @param spans how long claims last, and what is left to itself for how long
 */
record StepSettings(
        EngineSettings engine,
        StepMails mails,
        Clocks clocks,
        Limits limits,
        @Nullable ActionHandler handler,
        Spans spans) {
    private static final int TRIES = 10;

    /** Whose clocks count, and which days are holidays. */
    record Clocks(ContactZone zones, HolidayCalendar holidays) {}

    /** When and how much mail may leave. */
    record Limits(QuietHours quiet, @Nullable FrequencyCap cap) {}

    /**
     * For how long something is left to itself.
     *
     * @param lease how long a claim lasts
     * @param watching how long after a look for what time alone has changed the next one follows
     */
    record Spans(Duration lease, Duration watching) {}

    Duration lease() {
        return spans.lease();
    }

    Duration watching() {
        return spans.watching();
    }

    Stores stores() {
        return engine.stores();
    }

    /**
     * Checks that the calling thread is in no transaction that somebody else ends.
     *
     * @throws IllegalStateException if it is
     */
    void requireNoTransaction(String act) {
        if (stores().isInTransaction()) {
            throw new IllegalStateException(
                    "A scheduler cannot " + act + " within a transaction, since what it does would"
                            + " be rolled back with it; call it after the commit, or on another thread.");
        }
    }

    /** Runs the work in a transaction, again if somebody else changed an enrolment at the same time. */
    <T> T again(Function<? super Stores, ? extends T> work) {
        for (int i = 1; ; i++) {
            try {
                return stores().inTransaction(work);
            } catch (Entrance.ChangedMeanwhile e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Returns the time, to the microsecond that stores keep. */
    Instant now() {
        return engine.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Returns the first time of this scheduler's at or after a moment, which may be finer. */
    static Instant seen(Instant moment) {
        Instant cut = moment.truncatedTo(ChronoUnit.MICROS);
        return cut.equals(moment) ? cut : cut.plus(1, ChronoUnit.MICROS);
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

    static Duration requireLength(String what, Duration span) {
        return Lengths.require("The " + what, span);
    }

    /** Refuses a scenario that could not be carried out here. */
    void require(Scenario scenario) {
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
