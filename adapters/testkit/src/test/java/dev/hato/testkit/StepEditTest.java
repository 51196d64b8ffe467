package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.step.EditEffect.Kind;
import dev.hato.step.EditPlan;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import dev.hato.step.TemplateCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Live edits and pauses. */
class StepEditTest {
    private static final DateAttribute EXPIRY = Attribute.date("expiry");
    private static final TemplateCatalog TEMPLATES =
            TemplateCatalog.of(StepFixture.THANKS, StepFixture.CASES, StepFixture.OFFER, StepFixture.LAST_CALL);

    private final StepFixture fixture = new StepFixture();

    private static Scenario.Builder base() {
        return Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("b", days(3), mail(StepFixture.CASES));
    }

    private static Scenario v1() {
        return base().step("c", days(7), mail(StepFixture.OFFER)).build();
    }

    @Test
    @Tag("R5.5")
    void edit_isPlannedBeforeItIsApplied() {
        StepScheduler steps = fixture.scheduler(v1());
        ContactId early = fixture.contact("early");
        steps.enrol(early);
        fixture.until(steps, "2026-04-05T00:00:00Z");
        ContactId late = fixture.contact("late");
        steps.enrol(late);
        fixture.at(steps, "2026-04-05T00:00:00Z");
        Scenario v2 = Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("c", days(5), mail(StepFixture.OFFER))
                .build();
        EditPlan plan = steps.plan(v2);
        assertThat(plan.count(Kind.MOVED)).isEqualTo(2);
        assertThat(plan.toString()).contains("early: waits for c, due 2026-04-08 00:00 → waits for c, due 2026-04-06");
        assertThat(fixture.enrolment(early).standing().due())
                .as("planning changes nothing")
                .isEqualTo("2026-04-08T00:00:00Z");
        assertThat(plan.apply().counts()).isEqualTo(plan.counts());
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.history(early)).containsExactly("a MAILED", "b MAILED", "c MAILED");
        assertThat(fixture.history(late)).as("b was removed").containsExactly("a MAILED", "c MAILED");
        assertThat(fixture.sent()).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    @Tag("R5.5")
    void edit_movedIntoThePast_isSkipped_andBackToTheFuture_resumes() {
        StepScheduler steps = fixture.scheduler(v1());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.until(steps, "2026-04-06T00:00:00Z");
        assertThat(steps.plan(base().step("c", days(4), mail(StepFixture.OFFER)).build())
                        .apply()
                        .count(Kind.COMPLETED))
                .isEqualTo(1);
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.COMPLETED);
        assertThat(fixture.history(hanako)).last().isEqualTo("c SKIPPED PAST_DUE");
        fixture.at(steps, "2026-04-07T00:00:00Z");
        assertThat(fixture.sent()).hasSize(2);
        EditPlan back = steps.plan(
                        base().step("c", days(9), mail(StepFixture.OFFER)).build())
                .apply();
        assertThat(back.count(Kind.RESUMED)).isEqualTo(1);
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.history(hanako)).containsExactly("a MAILED", "b MAILED", "c MAILED");
        assertThat(fixture.sent()).hasSize(3);
    }

    @Test
    @Tag("R5.5")
    void edit_thatRemovesAllThatIsLeft_completes_andSentIsNeverResent() {
        StepScheduler steps = fixture.scheduler(v1());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.until(steps, "2026-04-05T00:00:00Z");
        steps.plan(base().build()).apply();
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.COMPLETED);
        Scenario moved = Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("b", days(20), mail(StepFixture.CASES))
                .build();
        steps.plan(moved).apply();
        fixture.until(steps, "2026-06-01T00:00:00Z");
        assertThat(fixture.sent()).containsExactly("hanako@example.jp thanks", "hanako@example.jp cases");
    }

    @Test
    @Tag("R5.5")
    void schedulerOfTheOldVersion_doesNothingMore() {
        StepScheduler old = fixture.scheduler(v1());
        StepScheduler other = StepScheduler.builder(fixture.engine.hato, fixture.engine.stores.steps())
                .running("s", TEMPLATES)
                .build();
        ContactId hanako = fixture.contact("hanako");
        old.enrol(hanako);
        fixture.at(old, StepFixture.START);
        Scenario v2 = base().step("c", days(8), mail(StepFixture.LAST_CALL)).build();
        other.plan(v2).apply();
        fixture.at(old, "2026-04-20T00:00:00Z");
        assertThat(fixture.sent()).hasSize(1);
        assertThatThrownBy(() -> old.plan(v1()).apply())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2");
        assertThatThrownBy(() -> fixture.scheduler(v1()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("running(");
        assertThat(fixture.scheduler(v2).nextDue()).isPresent();
    }

    @Test
    @Tag("R5.6")
    void pause_shiftsWhatCountsFromEnrolmentAndSteps_andLeavesDates() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("a", days(2), mail(StepFixture.THANKS))
                .step("b", afterPrevious(hours(24)), mail(StepFixture.CASES))
                .step("c", Steps.from(EXPIRY, days(-1)).at(9, 0), mail(StepFixture.OFFER))
                .build());
        ContactId hanako = fixture.save(fixture.engine.contact("hanako").with(EXPIRY, LocalDate.of(2026, 4, 30)))
                .id();
        steps.enrol(hanako);
        fixture.at(steps, "2026-04-02T00:00:00Z");
        assertThat(steps.pause("s", hanako)).isTrue();
        assertThat(steps.pause("s", hanako)).as("it is paused already").isFalse();
        fixture.until(steps, "2026-04-07T00:00:00Z");
        assertThat(fixture.sent()).isEmpty();
        assertThat(steps.resume("s", hanako)).isTrue();
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo("2026-04-08T00:00:00Z");
        fixture.until(steps, "2026-04-08T06:00:00Z");
        steps.pause("s", hanako);
        fixture.engine.clock.advance(Duration.ofHours(10));
        steps.resume("s", hanako);
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo("2026-04-09T10:00:00Z");
        fixture.until(steps, "2026-04-10T00:00:00Z");
        steps.pause("s", hanako);
        fixture.engine.clock.advance(Duration.ofDays(2));
        steps.resume("s", hanako);
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo("2026-04-29T00:00:00Z");
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.sent()).hasSize(3);
    }

    @Test
    @Tag("R5.6")
    void pausedScenario_holdsEverybody_andMovesThemOnOnce() {
        StepScheduler steps = fixture.scheduler(v1());
        ContactId early = fixture.contact("early");
        ContactId during = fixture.contact("during");
        steps.enrol(early);
        fixture.at(steps, StepFixture.START);
        assertThat(steps.pause("s")).isTrue();
        fixture.engine.clock.set(Instant.parse("2026-04-06T00:00:00Z"));
        steps.enrol(during);
        fixture.at(steps, "2026-04-11T00:00:00Z");
        assertThat(fixture.sent()).hasSize(1);
        assertThat(steps.resume("s")).isTrue();
        assertThat(steps.resume("s")).isFalse();
        fixture.at(steps, "2026-04-11T00:00:00Z");
        assertThat(fixture.sent()).hasSize(2);
        assertThat(fixture.enrolment(early).standing().due()).isEqualTo("2026-04-14T00:00:00Z");
        assertThat(fixture.enrolment(during).standing().due()).isEqualTo("2026-04-14T00:00:00Z");
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.sent()).hasSize(6).doesNotHaveDuplicates();
    }

    private static Scenario waiting(String event, int days) {
        return Scenario.named("s")
                .step("start", immediately(), mail(StepFixture.THANKS))
                .step("wait", waitFor(event(event)).upTo(days(days)))
                .step("c", mail(StepFixture.OFFER))
                .build();
    }

    /** The wait began on day 0, and it is day 3. */
    @ParameterizedTest
    @Tag("R5.5")
    @CsvSource({"9, MOVED, 0, 9", "2, MOVED, 1, 3", "10, UNCHANGED, 0, 10"})
    void lengthOfAWait_countsForThoseWhoWait(int days, Kind kind, long mailed, int sentOn) {
        for (String pause : List.of("none", "contact", "scenario")) {
            boolean paused = !pause.equals("none");
            StepFixture own = new StepFixture();
            StepScheduler steps = own.scheduler(waiting("reply", 10));
            ContactId hanako = own.contact("hanako");
            steps.enrol(hanako);
            own.at(steps, StepFixture.START);
            Instant edited = StepFixture.START.plus(Duration.ofDays(3));
            own.at(steps, edited);
            if (pause.equals("contact")) {
                steps.pause("s", hanako);
            } else if (paused) {
                steps.pause("s");
            }
            own.after(steps, Duration.ofDays(paused ? 5 : 0));
            EditPlan plan = steps.plan(waiting("reply", days));
            assertThat(plan.counts()).as(plan.toString()).isEqualTo(Map.of(kind, 1L));
            assertThat(plan.mailedWithinTheHour()).isEqualTo(paused ? 0 : mailed);
            plan.apply();
            if (pause.equals("contact")) {
                steps.resume("s", hanako);
            } else if (paused) {
                steps.resume("s");
            }
            Instant end = StepFixture.START.plus(Duration.ofDays(sentOn + (paused ? 5 : 0)));
            steps.drain();
            own.until(steps, end.minusSeconds(sentOn > 3 ? 1 : 0).toString());
            assertThat(own.sent()).hasSize(sentOn > 3 ? 1 : 2);
            own.at(steps, end);
            assertThat(own.sent()).hasSize(2);
        }
    }

    @Test
    @Tag("R5.5")
    void eventOfAWaitThatChanges_letsThemPassWhereItHasHappened() {
        StepScheduler steps = fixture.scheduler(waiting("reply", 10));
        ContactId hanako = fixture.contact("hanako");
        ContactId taro = fixture.contact("taro");
        steps.enrol(hanako, taro);
        fixture.at(steps, StepFixture.START);
        fixture.after(steps, Duration.ofDays(1));
        steps.signal(fixture.event(hanako, "call", "c1"));
        assertThat(steps.plan(waiting("call", 10)).apply().count(Kind.MOVED)).isEqualTo(2);
        fixture.after(steps, Duration.ofDays(1));
        assertThat(fixture.history(hanako)).contains("wait PASSED EVENT", "c MAILED");
        assertThat(fixture.enrolment(taro).standing().due())
                .as("the wait is no longer for it")
                .isEqualTo(StepFixture.START.plus(Duration.ofDays(10)));
    }
}
