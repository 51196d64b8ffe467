package dev.hato.step;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.consent.MailingList;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.EnrolmentKey;
import dev.hato.enrolment.StoredScenario;

/**
 * A scenario in force, with all that is derived from it.
 *
 * @param scenario the scenario
 * @param version which version of it
 * @param course its way
 * @param source the source of its mails in the outbox: one text for all of them
 */
record Running(Scenario scenario, int version, Course course, String source) {
    static Running of(Scenario scenario, int version, HolidayCalendar holidays) {
        return new Running(scenario, version, new Course(scenario, holidays), StoredScenario.source(scenario.name()));
    }

    String name() {
        return scenario.name();
    }

    MailingList list() {
        return scenario.list();
    }

    /** Returns whether the scenario keeps a subscription of its own, which enrolment begins. */
    boolean hasOwnList() {
        return scenario.sending().list() == null;
    }

    Step step(String key) {
        return scenario.step(key)
                .orElseThrow(() -> new IllegalStateException("Scenario " + Names.quote(name()) + " in version "
                        + version + " has no step " + Names.quote(key) + "; apply the edit that removed it again."));
    }

    /**
     * Returns the identity of a step's mail. A yearly step's is that of its year, however often the contact began anew;
     * another's is that of the enrolment.
     */
    SendKey sendKey(EnrolmentKey enrolment, String step, String occurrence) {
        String number = enrolment.occurrence() == 1 ? "" : "#" + enrolment.occurrence();
        return new SendKey(source, step, enrolment.contact(), occurrence.isEmpty() ? number : occurrence);
    }
}
