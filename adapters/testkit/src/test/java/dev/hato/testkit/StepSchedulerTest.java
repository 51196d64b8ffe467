package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.branch;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.end;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.unsubscribing;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.Evidence;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.delivery.ExclusionReason;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.segment.Segment;
import dev.hato.step.EnrolReport;
import dev.hato.step.PastDuePolicy;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.Signalled;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The step scheduler on a movable clock: each step at its time, once. */
class StepSchedulerTest {
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");

    private final StepFixture fixture = new StepFixture();

    @Test
    @Tag("R5.1")
    void brochure_sendsEachMailAtItsTime() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        assertThat(steps.enrol(hanako)).isEqualTo(new EnrolReport(1, 0, 0, 0));
        fixture.at(steps, StepFixture.START);
        assertThat(fixture.sent()).containsExactly("hanako@example.jp thanks");
        assertThat(steps.nextDue()).contains(Instant.parse("2026-04-04T01:00:00Z"));
        fixture.at(steps, "2026-04-04T00:59:59Z");
        assertThat(fixture.sent()).hasSize(1);
        fixture.at(steps, "2026-04-04T01:00:00Z");
        assertThat(fixture.sent()).hasSize(2).last().isEqualTo("hanako@example.jp cases");
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.sent())
                .containsExactly(
                        "hanako@example.jp thanks",
                        "hanako@example.jp cases",
                        "hanako@example.jp offer",
                        "hanako@example.jp last-call");
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.COMPLETED);
        assertThat(fixture.history(hanako))
                .containsExactly("thanks MAILED", "day-3 MAILED", "day-7 MAILED", "day-14 MAILED");
    }

    @Test
    @Tag("R5.8")
    void onlyIf_false_leavesTheStepOutAndGoesOn() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.until(steps, "2026-04-05T00:00:00Z");
        fixture.engine
                .hato
                .events()
                .add(fixture.event(hanako, MailEvents.CLICKED, "c1").with(MailEvents.MAIL, "cases"));
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.history(hanako))
                .containsExactly("thanks MAILED", "day-3 MAILED", "day-7 SKIPPED CONDITION", "day-14 MAILED");
    }

    @Test
    void sentEvent_carriesTheNameOfTheMail() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.until(steps, "2026-04-05T00:00:00Z");
        assertThat(fixture.engine.hato.events().latest(hanako, 9))
                .extracting(event -> event.properties().get(MailEvents.MAIL))
                .containsExactly("cases", "thanks");
    }

    @Test
    @Tag("R5.7")
    void exitEvent_endsTheEnrolment_alsoAtTheSameInstant() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        ContactId taro = fixture.contact("taro");
        steps.enrol(hanako, taro);
        fixture.at(steps, StepFixture.START);
        Instant due = Instant.parse("2026-04-04T01:00:00Z");
        fixture.engine.clock.set(due);
        assertThat(steps.signal(fixture.event(hanako, "purchase", "p1"))).isEqualTo(Signalled.RECORDED);
        // An event that reaches the store in another way counts as well.
        fixture.engine.hato.events().add(fixture.event(taro, "purchase", "p2"));
        fixture.at(steps, due);
        assertThat(fixture.sent()).containsExactlyInAnyOrder("hanako@example.jp thanks", "taro@example.jp thanks");
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.EXITED);
        assertThat(fixture.enrolment(taro).standing().status()).isEqualTo(EnrolmentStatus.EXITED);
        assertThat(steps.nextDue()).isEmpty();
    }

    @Test
    @Tag("R5.7")
    void exitEvent_takesBackAMailThatHasNotLeft() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        steps.drain();
        steps.signal(fixture.event(hanako, "purchase", "p1"));
        fixture.engine.hato.dispatcher().drain();
        assertThat(fixture.sent()).isEmpty();
        assertThat(fixture.engine
                        .stores
                        .outbox()
                        .tally("scenario:brochure-follow-up")
                        .excluded())
                .containsEntry(ExclusionReason.CANCELLED, 1L);
    }

    @Test
    @Tag("R5.7")
    void goalCondition_endsTheEnrolmentWithSuccess() {
        StepScheduler steps = fixture.scheduler(
                StepFixture.brochureBuilder().goal(event("contract").happened()).build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        fixture.engine.hato.events().add(fixture.event(hanako, "contract", "k1"));
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.GOAL_REACHED);
        assertThat(fixture.sent()).hasSize(1);
    }

    @Test
    @Tag("R2.6")
    @Tag("R2.1")
    void stoppedSubscription_excludesTheMail_whenPlannedAndWhenSent() {
        Scenario brochure = StepFixture.brochureBuilder().build();
        StepScheduler steps = fixture.scheduler(brochure);
        ContactId hanako = fixture.contact("hanako");
        ContactId taro = fixture.contact("taro");
        steps.enrol(hanako, taro);
        assertThat(fixture.subscription(hanako, brochure.list())).isEqualTo(SubscriptionStatus.ACTIVE);
        stop(hanako, brochure);
        steps.drain();
        stop(taro, brochure);
        fixture.engine.hato.dispatcher().drain();
        assertThat(fixture.sent()).isEmpty();
        assertThat(fixture.history(hanako)).containsExactly("thanks SKIPPED STOPPED");
        assertThat(fixture.history(taro)).containsExactly("thanks MAILED");
        assertThat(fixture.engine
                        .stores
                        .outbox()
                        .tally("scenario:brochure-follow-up")
                        .excluded())
                .containsEntry(ExclusionReason.STOPPED, 2L);
        steps.enrol(hanako);
        assertThat(fixture.subscription(hanako, brochure.list()))
                .as("enrolment never loosens consent")
                .isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    @Tag("R5.7")
    void unsubscribing_endsTheEnrolment() {
        Scenario brochure =
                StepFixture.brochureBuilder().exitsOn(unsubscribing()).build();
        StepScheduler steps = fixture.scheduler(brochure);
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        stop(hanako, brochure);
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.EXITED);
        assertThat(fixture.sent()).hasSize(1);
    }

    private void stop(ContactId contact, Scenario scenario) {
        fixture.engine.hato.consents().stop(contact, scenario.list(), Evidence.byRecipient("link", "mail"));
    }

    @Test
    @Tag("R5.2")
    void missingAnchor_isReportedAndNeverMeansNow() {
        StepScheduler steps = fixture.scheduler(Scenario.named("birthday")
                .step("wish", Steps.from(BIRTHDAY, days(-7)).yearly().at(10, 0), mail(StepFixture.OFFER))
                .build());
        ContactId none = fixture.contact("none");
        ContactId hanako = fixture.contact("hanako");
        fixture.save(fixture.engine.contact("hanako").with(BIRTHDAY, LocalDate.of(1990, 5, 10)));
        steps.enrol(none, hanako);
        fixture.until(steps, "2028-12-31T00:00:00Z");
        assertThat(fixture.enrolment(none).standing().status()).isEqualTo(EnrolmentStatus.UNSCHEDULED);
        assertThat(fixture.enrolment(none).standing().detail()).contains("birthday");
        assertThat(fixture.history(hanako)).containsExactly("wish 2026 MAILED", "wish 2027 MAILED", "wish 2028 MAILED");
    }

    @Test
    @Tag("R5.4")
    void pastDue_afterADayOfDowntime_followsThePolicyAndIsNeverABurst() {
        Scenario.Builder builder = Scenario.named("four")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("b", hours(6), mail(StepFixture.CASES))
                .step("c", hours(12), mail(StepFixture.OFFER))
                .step("d", days(5), mail(StepFixture.LAST_CALL));
        StepScheduler skipping = fixture.scheduler(builder.build());
        ContactId hanako = fixture.contact("hanako");
        skipping.enrol(hanako);
        fixture.at(skipping, StepFixture.START);
        fixture.after(skipping, Duration.ofDays(1));
        assertThat(fixture.history(hanako)).containsExactly("a MAILED", "b SKIPPED PAST_DUE", "c SKIPPED PAST_DUE");
        fixture.until(skipping, "2026-04-10T00:00:00Z");
        assertThat(fixture.history(hanako)).hasSize(4).last().isEqualTo("d MAILED");
    }

    @Test
    @Tag("R5.4")
    void backfill_makesUpForOneADay() {
        Scenario scenario = Scenario.named("backfilled")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("b", hours(6), mail(StepFixture.CASES))
                .step("c", hours(12), mail(StepFixture.OFFER))
                .pastDue(PastDuePolicy.backfill(7))
                .build();
        StepScheduler steps = fixture.scheduler(scenario);
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        fixture.after(steps, Duration.ofDays(1));
        assertThat(fixture.sent()).hasSize(2);
        fixture.after(steps, Duration.ofHours(23));
        assertThat(fixture.sent()).hasSize(2);
        fixture.after(steps, Duration.ofHours(1));
        assertThat(fixture.sent())
                .containsExactly("hanako@example.jp thanks", "hanako@example.jp cases", "hanako@example.jp offer");
    }

    @Test
    @Tag("R5.8")
    void waitForEvent_passesOnTheEvent_orAtTheDeadline_andTheEventWinsAtTheSameInstant() {
        StepScheduler steps = fixture.scheduler(replyScenario());
        ContactId early = fixture.contact("early");
        ContactId atDeadline = fixture.contact("at-deadline");
        ContactId silent = fixture.contact("silent");
        ContactId before = fixture.contact("before");
        steps.enrol(early, atDeadline, silent, before);
        steps.signal(fixture.event(before, "reply", "r0"));
        fixture.at(steps, StepFixture.START);
        fixture.engine.clock.set(StepFixture.START.plus(Duration.ofDays(2)));
        steps.signal(fixture.event(early, "reply", "r1"));
        fixture.at(steps, StepFixture.START.plus(Duration.ofDays(2)));
        assertThat(fixture.sent()).contains("early@example.jp thanks", "before@example.jp thanks");
        fixture.engine.clock.set(StepFixture.START.plus(Duration.ofDays(5)));
        fixture.engine.hato.events().add(fixture.event(atDeadline, "reply", "r2"));
        fixture.at(steps, StepFixture.START.plus(Duration.ofDays(5)));
        assertThat(fixture.sent())
                .containsExactlyInAnyOrder(
                        "early@example.jp thanks",
                        "before@example.jp thanks",
                        "at-deadline@example.jp thanks",
                        "silent@example.jp offer");
        assertThat(fixture.history(silent)).containsExactly("reply PASSED DEADLINE", "remind MAILED");
    }

    private static Scenario replyScenario() {
        return Scenario.named("crm")
                .step(
                        "reply",
                        immediately(),
                        waitFor(event("reply")).upTo(days(5)).onDeadline("remind"))
                .step("thank", mail(StepFixture.THANKS))
                .step("over", end())
                .step("remind", mail(StepFixture.OFFER))
                .build();
    }

    @Test
    @Tag("R5.8")
    void branch_partsTheWaysOnASegment() {
        fixture.engine
                .hato
                .segments()
                .define(Segment.of("vip", event("purchase").happened()));
        StepScheduler steps = fixture.scheduler(Scenario.named("ways")
                .step(
                        "part",
                        days(1),
                        branch(dev.hato.segment.Conditions.inSegment("vip")).otherwise("plain"))
                .step("vip", mail(StepFixture.OFFER))
                .step("over", end())
                .step("plain", afterPrevious(hours(2)), mail(StepFixture.CASES))
                .build());
        ContactId vip = fixture.contact("vip");
        ContactId plain = fixture.contact("plain");
        fixture.engine.hato.events().add(fixture.event(vip, "purchase", "p"));
        steps.enrol(vip, plain);
        fixture.until(steps, "2026-04-02T00:00:00Z");
        assertThat(fixture.sent()).containsExactly("vip@example.jp offer");
        fixture.until(steps, "2026-04-02T02:00:00Z");
        assertThat(fixture.sent()).containsExactly("vip@example.jp offer", "plain@example.jp cases");
    }

    @Test
    @Tag("R5.9")
    void trigger_firesOncePerEventId_andNotOnEventsBeyondTheHorizon() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder()
                .reEnrolment(ReEnrolment.RESTART)
                .suppression(Duration.ofDays(30))
                .horizon(Duration.ofDays(2))
                .build());
        ContactId hanako = fixture.contact("hanako");
        ContactId old = fixture.contact("old");
        ContactEvent request = fixture.event(hanako, "brochure.requested", "b1");
        assertThat(steps.signal(request)).isEqualTo(Signalled.RECORDED);
        assertThat(steps.signal(request)).as("an event id is processed once").isEqualTo(Signalled.REPEATED);
        assertThat(fixture.enrolment(hanako).key().occurrence()).isEqualTo(1);
        fixture.engine.clock.advance(Duration.ofDays(29));
        steps.signal(fixture.event(hanako, "brochure.requested", "b2"));
        assertThat(fixture.enrolment(hanako).key().occurrence())
                .as("suppressed")
                .isEqualTo(1);
        fixture.engine.clock.advance(Duration.ofDays(1));
        steps.signal(fixture.event(hanako, "brochure.requested", "b3"));
        assertThat(fixture.enrolment(hanako).key().occurrence()).isEqualTo(2);
        Instant longAgo = fixture.engine.clock.instant().minus(Duration.ofDays(3));
        assertThat(steps.signal(ContactEvent.of(old, "brochure.requested", longAgo)))
                .isEqualTo(Signalled.RECORDED);
        assertThat(fixture.engine.hato.events().count("brochure.requested")).isEqualTo(4);
        assertThat(fixture.engine.stores.steps().of(List.of(old))).isEmpty();
    }

    @Test
    @Tag("R5.7")
    @Tag("R5.9")
    void eventThatStarts_doesNotEndWhatItStarted_theNextOneDoes() {
        StepScheduler steps = fixture.scheduler(Scenario.named("refill")
                .startsOn(event("purchase"))
                .step("thanks", immediately(), mail(StepFixture.THANKS))
                .step("refill", days(30), mail(StepFixture.OFFER))
                .exitsOn(event("purchase"))
                .reEnrolment(ReEnrolment.RESTART)
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.signal(fixture.event(hanako, "purchase", "p1"));
        fixture.until(steps, "2026-04-20T00:00:00Z");
        assertThat(fixture.sent()).hasSize(1);
        assertThat(fixture.enrolment(hanako).isOpen()).isTrue();
        steps.signal(fixture.event(hanako, "purchase", "p2"));
        assertThat(fixture.engine.stores.steps().of(List.of(hanako)))
                .extracting(enrolment -> enrolment.standing().status())
                .containsExactly(EnrolmentStatus.EXITED, EnrolmentStatus.WAITING);
        fixture.until(steps, "2026-06-20T00:00:00Z");
        assertThat(fixture.sent()).hasSize(3);
    }
}
