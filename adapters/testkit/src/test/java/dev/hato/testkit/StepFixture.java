package dev.hato.testkit;

import static dev.hato.segment.Conditions.not;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;

import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import dev.hato.event.ContactEvent;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Conditions;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Scenarios on an engine with a movable clock, whose zone is Tokyo. */
final class StepFixture {
    /** 1 April 2026, 09:00 in Tokyo. */
    static final Instant START = Instant.parse("2026-04-01T00:00:00Z");

    static final MessageTemplate THANKS = template("thanks");
    static final MessageTemplate CASES = template("cases");
    static final MessageTemplate OFFER = template("offer");
    static final MessageTemplate LAST_CALL = template("last-call");

    final EngineFixture engine = new EngineFixture();

    static MessageTemplate template(String name) {
        return MessageTemplate.named(name)
                .subject(name)
                .text("{{ contact.email }}: " + name)
                .build();
    }

    static Scenario.Builder brochureBuilder() {
        return Scenario.named("brochure-follow-up")
                .startsOn(Conditions.event("brochure.requested"))
                .step("thanks", immediately(), mail(THANKS))
                .step("day-3", days(3).at(10, 0), mail(CASES))
                .step(
                        "day-7",
                        days(7).at(10, 0),
                        mail(OFFER).onlyIf(not(Conditions.mail("cases").clicked())))
                .step("day-14", days(14).at(10, 0), mail(LAST_CALL))
                .exitsOn(Conditions.event("purchase"));
    }

    StepScheduler scheduler(Scenario... scenarios) {
        return scheduler(builder -> builder, scenarios);
    }

    StepScheduler scheduler(UnaryOperator<StepScheduler.Builder> more, Scenario... scenarios) {
        StepScheduler.Builder builder = StepScheduler.builder(engine.hato, engine.stores.steps());
        for (Scenario scenario : scenarios) {
            builder.scenario(scenario);
        }
        return more.apply(builder).build();
    }

    /** Returns the contact's standing with the list, which it must have. */
    SubscriptionStatus subscription(ContactId contact, MailingList list) {
        return Objects.requireNonNull(engine.hato.consents().subscription(contact, list))
                .status();
    }

    ContactId contact(String id) {
        return engine.contact(id).id();
    }

    Contact save(Contact contact) {
        engine.hato.contacts().save(contact);
        return contact;
    }

    ContactEvent event(ContactId contact, String type, String id) {
        return ContactEvent.of(contact, type, engine.clock.instant()).withId(id);
    }

    /** Runs scheduler and dispatcher at this moment. */
    void at(StepScheduler steps, Instant instant) {
        engine.clock.set(instant);
        steps.drain();
        engine.hato.dispatcher().drain();
    }

    void at(StepScheduler steps, String instant) {
        at(steps, Instant.parse(instant));
    }

    void after(StepScheduler steps, Duration span) {
        at(steps, engine.clock.instant().plus(span));
    }

    /** Runs from one due moment to the next, up to this one. */
    void until(StepScheduler steps, String end) {
        Instant last = Instant.parse(end);
        Instant due = engine.clock.instant();
        while (due != null && !due.isAfter(last)) {
            at(steps, due);
            due = steps.nextDue().orElse(null);
        }
        engine.clock.set(last);
    }

    /** Returns what left, as {@code address subject}. */
    List<String> sent() {
        return engine.transport.attempts().stream()
                .map(attempt -> attempt.recipient().value() + " "
                        + new ParsedMail(attempt.mail().toByteArray())
                                .header("Subject")
                                .get(0))
                .toList();
    }

    Enrolment enrolment(ContactId contact) {
        List<Enrolment> all = engine.stores.steps().of(Set.of(contact));
        return all.get(all.size() - 1);
    }

    /** Returns the history as {@code step OUTCOME reason}. */
    List<String> history(ContactId contact) {
        return enrolment(contact).history().stream().map(StepFixture::words).toList();
    }

    private static String words(StepRecord record) {
        return (record.step() + " " + record.occurrence() + " " + record.outcome() + " " + record.reason())
                .replace("  ", " ")
                .strip();
    }
}
