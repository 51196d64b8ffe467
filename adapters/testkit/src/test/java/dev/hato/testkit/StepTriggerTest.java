package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.dateReached;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.entering;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.leaving;
import static dev.hato.step.Steps.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.InstantAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.enrolment.Enrolment;
import dev.hato.event.ContactEvent;
import dev.hato.segment.Moment;
import dev.hato.segment.Segment;
import dev.hato.step.PastDuePolicy;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.Signalled;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Triggers that time alone fires: dates that are reached, segments that are entered or left. */
class StepTriggerTest {
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final InstantAttribute TRIAL_END = Attribute.instant("trial-end");
    private static final TextAttribute ZONE = Attribute.text("zone");

    private final StepFixture fixture = new StepFixture();

    private static Scenario.Builder birthday() {
        return Scenario.named("birthday")
                .startsOn(dateReached(Steps.from(BIRTHDAY, days(-7)).at(9, 0).yearly()))
                .reEnrolment(ReEnrolment.RESTART)
                .step("wish", immediately(), mail(StepFixture.OFFER));
    }

    private ContactId born(String id, int year, int month, int day) {
        return fixture.save(fixture.engine.contact(id).with(BIRTHDAY, LocalDate.of(year, month, day)))
                .id();
    }

    private List<String> starts(ContactId contact) {
        return fixture.engine.stores.steps().of(List.of(contact)).stream()
                .map(enrolment -> enrolment.times().enrolled().toString())
                .toList();
    }

    @Test
    @Tag("R5.9")
    void dateReached_yearly_startsOnceAYear_atTheTimeOfTheContactsZone() {
        StepScheduler steps = fixture.scheduler(
                builder -> builder.contactZone(ZONE), birthday().build());
        ContactId hanako = born("hanako", 1990, 5, 10);
        ContactId leap = born("leap", 2000, 2, 29);
        ContactId none = fixture.contact("none");
        ContactId old = born("old", 1850, 5, 10);
        ContactId delhi = fixture.save(fixture.engine
                        .contact("delhi")
                        .with(BIRTHDAY, LocalDate.of(1990, 5, 10))
                        .with(ZONE, "Asia/Kolkata"))
                .id();
        steps.drain();
        for (String day : List.of("2026-05-03", "2027-02-21", "2027-05-03", "2028-02-22")) {
            fixture.at(steps, day + "T00:00:00Z");
            fixture.until(steps, day + "T03:30:00Z");
        }
        assertThat(starts(hanako)).containsExactly("2026-05-03T00:00:00Z", "2027-05-03T00:00:00Z");
        assertThat(starts(old)).isEqualTo(starts(hanako));
        assertThat(starts(delhi)).containsExactly("2026-05-03T03:30:00Z", "2027-05-03T03:30:00Z");
        assertThat(starts(leap)).containsExactly("2027-02-21T00:00:00Z", "2028-02-22T00:00:00Z");
        assertThat(starts(none)).isEmpty();
        assertThat(fixture.history(hanako)).contains("wish MAILED");
        assertThat(fixture.sent()).hasSize(8);
        assertThat(steps.timeline(hanako).toString())
                .contains("started by 7 days before birthday, yearly")
                .contains("2027-05-03 00:00  wish       mailed");
    }

    @Test
    @Tag("R5.9")
    void dateReached_once_startsAgainOnlyForAnotherDate() {
        StepScheduler steps = fixture.scheduler(Scenario.named("trial")
                .startsOn(dateReached(Steps.from(TRIAL_END, hours(-2))))
                .reEnrolment(ReEnrolment.RESTART)
                .step("last-call", immediately(), mail(StepFixture.LAST_CALL))
                .build());
        Contact hanako = fixture.save(
                fixture.engine.contact("hanako").with(TRIAL_END, Instant.parse("2026-04-03T04:56:07.123456Z")));
        fixture.until(steps, "2026-04-05T00:00:00Z");
        assertThat(starts(hanako.id())).containsExactly("2026-04-03T02:56:07.123456Z");
        steps.save(hanako.with(TRIAL_END, Instant.parse("2026-04-09T12:00:00Z")));
        fixture.until(steps, "2026-04-10T00:00:00Z");
        assertThat(starts(hanako.id())).containsExactly("2026-04-03T02:56:07.123456Z", "2026-04-09T10:00:00Z");
        assertThat(fixture.sent()).hasSize(2);
    }

    @Test
    @Tag("R5.9")
    @Tag("R5.4")
    void dateReached_whileNothingRan_startsAfterwards_andTheStepsAreLate() {
        Scenario scenario = birthday()
                .step("next", days(2), mail(StepFixture.CASES))
                .pastDue(PastDuePolicy.sendWithin(Duration.ofHours(20)))
                .build();
        StepScheduler before = fixture.scheduler(scenario);
        ContactId early = born("early", 1990, 5, 10);
        ContactId late = born("late", 1990, 5, 11);
        fixture.until(before, "2026-05-02T23:00:00Z");
        StepScheduler after = fixture.scheduler(scenario);
        fixture.at(after, "2026-05-04T06:00:00Z");
        assertThat(starts(early)).containsExactly("2026-05-03T00:00:00Z");
        assertThat(starts(late)).containsExactly("2026-05-04T00:00:00Z");
        assertThat(fixture.history(early)).contains("wish SKIPPED PAST_DUE");
        assertThat(fixture.history(late)).contains("wish MAILED");
        fixture.until(after, "2026-05-10T00:00:00Z");
        assertThat(fixture.sent())
                .containsExactlyInAnyOrder("late@example.jp offer", "early@example.jp cases", "late@example.jp cases");
    }

    @Test
    @Tag("R5.9")
    void dateReached_beforeTheHorizon_doesNotStart() {
        Scenario scenario = birthday().horizon(Duration.ofHours(12)).build();
        StepScheduler before = fixture.scheduler(scenario);
        ContactId early = born("early", 1990, 5, 10);
        ContactId late = born("late", 1990, 5, 11);
        fixture.until(before, "2026-05-02T23:00:00Z");
        fixture.at(fixture.scheduler(scenario), "2026-05-04T06:00:00Z");
        assertThat(starts(early)).isEmpty();
        assertThat(starts(late)).hasSize(1);
    }

    @Test
    @Tag("R5.9")
    void dateReached_beforeTheScenarioWasThere_doesNotStart_andAnOtherTimeOfTheDayStartsNobodyAgain() {
        ContactId hanako = born("hanako", 1990, 4, 8);
        fixture.engine.clock.set(Instant.parse("2026-04-01T00:00:01Z"));
        StepScheduler steps = fixture.scheduler(birthday().build());
        ContactId taro = born("taro", 1990, 4, 9);
        fixture.until(steps, "2026-04-02T01:00:00Z");
        assertThat(starts(hanako)).as("before the scenario").isEmpty();
        assertThat(starts(taro)).hasSize(1);
        steps.plan(Scenario.named("birthday")
                        .startsOn(dateReached(
                                Steps.from(BIRTHDAY, days(-7)).at(12, 0).yearly()))
                        .reEnrolment(ReEnrolment.RESTART)
                        .step("wish", immediately(), mail(StepFixture.OFFER))
                        .build())
                .apply();
        fixture.until(steps, "2026-04-10T01:00:00Z");
        assertThat(starts(taro)).hasSize(1);
    }

    @Test
    @Tag("R5.9")
    @Tag("R7.4")
    void dateReached_twoNodesAtOnce_startEverybodyOnce() throws Exception {
        Scenario scenario = birthday().build();
        List<StepScheduler> nodes = List.of(fixture.scheduler(scenario), fixture.scheduler(scenario));
        nodes.get(0).drain();
        List<ContactId> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            all.add(born("c" + i, 1950 + i % 60, 5, 10 + i % 3));
        }
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int day = 3; day <= 6; day++) {
                fixture.engine.clock.set(Instant.parse("2026-05-0" + day + "T00:00:00Z"));
                List<Future<?>> running = new ArrayList<>();
                nodes.forEach(node -> running.add(threads.submit(node::drain)));
                for (Future<?> node : running) {
                    node.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
        List<Enrolment> enrolments = fixture.engine.stores.steps().of(all);
        assertThat(enrolments).hasSize(all.size());
        assertThat(enrolments)
                .extracting(enrolment -> enrolment.times().enrolled())
                .containsOnly(
                        Instant.parse("2026-05-03T00:00:00Z"),
                        Instant.parse("2026-05-04T00:00:00Z"),
                        Instant.parse("2026-05-05T00:00:00Z"));
        fixture.engine.hato.dispatcher().drain();
        assertThat(fixture.engine.transport.attempts())
                .extracting(attempt -> attempt.recipient())
                .hasSize(all.size())
                .doesNotHaveDuplicates();
    }

    private static Segment dormant() {
        return Segment.of("dormant", event("purchase").last().before(Moment.ago(Period.ofDays(90))));
    }

    private StepScheduler hourly(Scenario scenario) {
        return fixture.scheduler(builder -> builder.lookingEvery(Duration.ofHours(1)), scenario);
    }

    private void bought(ContactId contact, String at) {
        fixture.engine.hato.events().add(ContactEvent.of(contact, "purchase", Instant.parse(at)));
    }

    @Test
    @Tag("R5.9")
    void segment_enteredByTimeAlone_startsAtThatMoment_once() {
        fixture.engine.hato.segments().define(dormant());
        ContactId longAgo = fixture.contact("long-ago");
        ContactId hanako = fixture.contact("hanako");
        ContactId again = fixture.contact("again");
        bought(longAgo, "2025-12-01T00:00:00Z");
        bought(hanako, "2026-02-01T03:04:05Z");
        bought(again, "2026-02-01T03:04:05Z");
        StepScheduler steps = hourly(Scenario.named("come-back")
                .startsOn(entering("dormant"))
                .reEnrolment(ReEnrolment.RESTART)
                .step("offer", immediately(), mail(StepFixture.OFFER))
                .build());
        fixture.until(steps, "2026-04-02T00:00:00Z");
        fixture.at(steps, "2026-04-20T00:00:00Z");
        steps.signal(fixture.event(again, "purchase", "p2"));
        for (String day : List.of("2026-05-02", "2026-07-19", "2026-08-30")) {
            fixture.at(steps, day + "T00:00:00Z");
            fixture.until(steps, day + "T06:00:00Z");
        }
        assertThat(starts(longAgo)).as("was in it before").isEmpty();
        assertThat(starts(hanako)).hasSize(1).first().asString().startsWith("2026-05-02T03:04:0");
        assertThat(starts(again)).hasSize(1).first().asString().startsWith("2026-07-19T00:00:0");
        assertThat(fixture.sent()).containsExactly("hanako@example.jp offer", "again@example.jp offer");
    }

    @Test
    @Tag("R5.9")
    void segment_enteredWhileNothingRan_isFoundAfterwards() {
        fixture.engine.hato.segments().define(dormant());
        ContactId hanako = fixture.contact("hanako");
        bought(hanako, "2026-02-01T03:04:05Z");
        Scenario scenario = Scenario.named("come-back")
                .startsOn(entering("dormant"))
                .step("offer", days(2), mail(StepFixture.OFFER))
                .build();
        fixture.at(fixture.scheduler(scenario), "2026-05-01T00:00:00Z");
        StepScheduler after = fixture.scheduler(scenario);
        fixture.at(after, "2026-05-03T00:00:00Z");
        assertThat(starts(hanako)).hasSize(1).first().asString().startsWith("2026-05-02T03:04:0");
        fixture.until(after, "2026-05-05T00:00:00Z");
        assertThat(fixture.sent()).hasSize(1);
    }

    @Test
    @Tag("R5.9")
    void segment_leftByTimeAlone_starts_andByAPurchaseNotAgain() {
        fixture.engine
                .hato
                .segments()
                .define(Segment.of(
                        "fresh", event("purchase").within(Duration.ofDays(7)).happened()));
        ContactId hanako = fixture.contact("hanako");
        ContactId never = fixture.contact("never");
        StepScheduler steps = hourly(Scenario.named("cooling")
                .startsOn(leaving("fresh"))
                .startsOn(entering("fresh"))
                .reEnrolment(ReEnrolment.RESTART)
                .step("offer", immediately(), mail(StepFixture.OFFER))
                .build());
        fixture.until(steps, "2026-04-02T00:00:00Z");
        steps.signal(fixture.event(hanako, "purchase", "p1"));
        assertThat(starts(hanako)).as("entered, by the purchase").containsExactly("2026-04-02T00:00:00Z");
        fixture.until(steps, "2026-04-12T00:00:00Z");
        assertThat(starts(hanako)).hasSize(2).last().asString().startsWith("2026-04-09T00:00:0");
        assertThat(starts(never)).isEmpty();
    }

    @Test
    void segmentThatIsNotDefined_holdsNothingUp() {
        StepScheduler steps = fixture.scheduler(Scenario.named("welcome")
                .startsOn(entering("nobody-knows"))
                .step("thanks", immediately(), mail(StepFixture.THANKS))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, "2026-04-01T00:00:00Z");
        assertThat(fixture.history(hanako)).containsExactly("thanks MAILED");
        assertThat(steps.nextDue()).isEmpty();
    }

    @Test
    void nodeOfAnEarlierVersion_doesNotLook() {
        StepScheduler node = fixture.scheduler(birthday().build());
        StepScheduler stale = fixture.scheduler(birthday().build());
        node.drain();
        node.plan(birthday().step("next", days(2), mail(StepFixture.CASES)).build())
                .apply();
        ContactId hanako = born("hanako", 1990, 5, 10);
        fixture.engine.clock.set(Instant.parse("2026-05-03T00:00:00Z"));
        stale.drain();
        assertThat(starts(hanako)).isEmpty();
        assertThat(stale.nextDue()).isEmpty();
        node.drain();
        assertThat(starts(hanako)).hasSize(1);
    }

    @Test
    void segmentThatDoesNotMoveWithTime_isNeverLookedAt() {
        fixture.engine
                .hato
                .segments()
                .define(Segment.of("buyers", event("purchase").happened()));
        StepScheduler steps = fixture.scheduler(Scenario.named("welcome")
                .startsOn(entering("buyers"))
                .step("thanks", immediately(), mail(StepFixture.THANKS))
                .build());
        steps.drain();
        assertThat(steps.nextDue()).isEmpty();
    }

    /** Nothing is kept about somebody whom nobody knows, such as one who was erased; once it is saved, the event counts. */
    @Test
    @Tag("R5.9")
    void signal_ofAnUnknownContact_saysSoAndRecordsNothing() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId stranger = ContactId.of("stranger");
        ContactEvent event = fixture.event(stranger, "brochure.requested", "b1");
        assertThat(steps.signal(event)).isEqualTo(Signalled.UNKNOWN_CONTACT);
        assertThat(fixture.engine.hato.events().latest(stranger, 9)).isEmpty();
        assertThat(steps.timeline(stranger).enrolments()).isEmpty();
        fixture.contact("stranger");
        assertThat(steps.signal(event)).isEqualTo(Signalled.RECORDED);
        assertThat(steps.signal(event)).isEqualTo(Signalled.REPEATED);
        assertThat(steps.timeline(stranger).enrolments()).hasSize(1);
    }
}
