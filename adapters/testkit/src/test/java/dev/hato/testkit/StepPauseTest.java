package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.step.EditEffect;
import dev.hato.step.EditPlan;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pauses of a contact and of its scenario at once, and what happens meanwhile. */
class StepPauseTest {
    private final StepFixture fixture = new StepFixture();

    /** Days after enrolment on which the scenario's and the contact's pause begin and end; and how long both took. */
    @ParameterizedTest
    @Tag("R5.6")
    @CsvSource({"1, 5, 3, 7, 6", "1, 5, 3, 4, 4", "3, 5, 1, 7, 6", "3, 7, 1, 5, 6", "1, 5, 3, 5, 4", "1, 3, 5, 7, 4"})
    void pausesThatOverlap_countOnce(int allFrom, int allTo, int ownFrom, int ownTo, int paused) {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("b", Steps.days(10), mail(StepFixture.CASES))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        for (int day = 1; day <= 7; day++) {
            fixture.at(steps, StepFixture.START.plus(Duration.ofDays(day)));
            if (day == allFrom) {
                steps.pause("s");
            }
            if (day == ownFrom) {
                steps.pause("s", hanako);
            }
            if (day == allTo) {
                steps.resume("s");
            }
            if (day == ownTo) {
                steps.resume("s", hanako);
            }
        }
        Instant due = StepFixture.START.plus(Duration.ofDays(10 + paused));
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo(due);
        fixture.at(steps, due);
        assertThat(fixture.history(hanako)).contains("a MAILED", "b MAILED");
    }

    @Test
    @Tag("R5.8")
    void eventThatCameDuringThePause_letsTheWaitPassAtOnceAfterwards() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("wait", waitFor(event("reply")).upTo(Steps.days(9)))
                .step("b", mail(StepFixture.CASES))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        steps.pause("s", hanako);
        fixture.after(steps, Duration.ofDays(1));
        steps.signal(fixture.event(hanako, "reply", "r1"));
        fixture.after(steps, Duration.ofDays(1));
        assertThat(fixture.history(hanako)).doesNotContain("b MAILED");
        steps.resume("s", hanako);
        fixture.after(steps, Duration.ofSeconds(1));
        assertThat(fixture.history(hanako)).contains("b MAILED");
    }

    private static Scenario days(int b, int c) {
        Scenario.Builder builder = Scenario.named("s").step("a", immediately(), mail(StepFixture.THANKS));
        if (b >= 0) {
            builder.step("b", Steps.days(b), mail(StepFixture.CASES));
        }
        return builder.step("c", Steps.days(c), mail(StepFixture.OFFER)).build();
    }

    /** One contact is paused, of the other the scenario is: an edit does the same to both, and the plan says so. */
    @ParameterizedTest
    @Tag("R5.5")
    @CsvSource({
        "4, 20, UNCHANGED, b, 4", // neither a step's distance nor its place changes
        "6, 20, MOVED, b, 6",
        "2, 20, MOVED, b, 2", // by the contact's clock it is day 1, whatever the calendar says
        "0, 20, SKIPPED, c, 20",
        "-1, 20, MOVED, c, 20"
    })
    void editDuringAPause_findsTheContactWhereItGoesOn(
            int b, int c, EditEffect.Kind kind, String step, int daysAfterEnrolment) {
        for (boolean all : List.of(true, false)) {
            StepFixture own = new StepFixture();
            StepScheduler steps = own.scheduler(days(4, 20));
            ContactId hanako = own.contact("hanako");
            steps.enrol(hanako);
            own.at(steps, StepFixture.START);
            own.after(steps, Duration.ofDays(1));
            if (all) {
                steps.pause("s");
            } else {
                steps.pause("s", hanako);
            }
            own.after(steps, Duration.ofDays(10));
            EditPlan plan = steps.plan(days(b, c));
            assertThat(plan.counts()).as(plan.toString()).isEqualTo(Map.of(kind, 1L));
            assertThat(plan.mailedWithinTheHour()).isZero();
            assertThat(plan.apply().counts()).isEqualTo(plan.counts());
            own.after(steps, Duration.ofDays(2));
            if (all) {
                steps.resume("s");
            } else {
                steps.resume("s", hanako);
            }
            assertThat(own.enrolment(hanako).standing().step()).isEqualTo(step);
            assertThat(own.enrolment(hanako).standing().due())
                    .as("paused for 12 days")
                    .isEqualTo(StepFixture.START.plus(Duration.ofDays(daysAfterEnrolment + 12)));
        }
    }

    @Test
    @Tag("R5.5")
    void planOfAnEdit_saysWhereThePausedGoOn() {
        StepScheduler steps = fixture.scheduler(days(4, 20));
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        steps.pause("s", hanako);
        fixture.after(steps, Duration.ofDays(1));
        assertThat(steps.plan(days(6, 20)).toString())
                .contains("paused before b, due 2026-04-05 00:00 but for the pause"
                        + " → paused before b, due 2026-04-07 00:00 but for the pause");
        assertThat(steps.timeline(hanako).toString()).contains("paused before b, due 2026-04-05 00:00");
    }

    /** A skipped step that an edit moves back to the future comes again, also for those who are paused. */
    @Test
    @Tag("R5.5")
    void stepMovedBackToTheFuture_comesAgainAfterThePause() {
        StepScheduler steps = fixture.scheduler(days(4, 20));
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        fixture.after(steps, Duration.ofDays(9)); // nothing ran: b is past due
        assertThat(fixture.history(hanako)).contains("b SKIPPED PAST_DUE");
        steps.pause("s", hanako);
        fixture.after(steps, Duration.ofDays(1));
        assertThat(steps.plan(days(12, 20)).apply().count(EditEffect.Kind.RESUMED))
                .isEqualTo(1);
        steps.resume("s", hanako);
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo(Instant.parse("2026-04-14T00:00:00Z"));
        fixture.until(steps, "2026-06-01T00:00:00Z");
        assertThat(fixture.sent())
                .containsExactly("hanako@example.jp thanks", "hanako@example.jp cases", "hanako@example.jp offer");
    }

    /** The date from which a step counts changes during the pause: the step is for the new one. */
    @Test
    @Tag("R5.6")
    void dateThatChangesDuringThePause_isTheOneThatCounts() {
        DateAttribute birthday = Attribute.date("birthday");
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("wish", Steps.from(birthday, Steps.days(0)).at(10, 0), mail(StepFixture.CASES))
                .build());
        Contact hanako = fixture.save(fixture.engine.contact("hanako").with(birthday, LocalDate.of(2026, 4, 10)));
        steps.enrol(hanako.id());
        steps.pause("s", hanako.id());
        steps.save(hanako.with(birthday, LocalDate.of(2026, 4, 20)));
        fixture.after(steps, Duration.ofDays(1));
        steps.resume("s", hanako.id());
        assertThat(fixture.enrolment(hanako.id()).standing().due()).isEqualTo(Instant.parse("2026-04-20T01:00:00Z"));
    }

    /** Who ended while paused and goes on later is not paused any more. */
    @Test
    @Tag("R5.6")
    void pauseThatEndedWithItsEnrolment_isOver() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("b", Steps.days(10), mail(StepFixture.CASES))
                .reEnrolment(ReEnrolment.CONTINUE)
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        steps.pause("s", hanako);
        steps.exit("s", hanako, "by phone");
        fixture.after(steps, Duration.ofDays(1));
        steps.enrol(hanako);
        steps.pause("s");
        fixture.after(steps, Duration.ofDays(2));
        steps.resume("s");
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.WAITING);
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo(Instant.parse("2026-04-13T00:00:00Z"));
    }

    @Test
    @Tag("R5.5")
    void pausedOneThatAnEditCompletes_goesOnWithTheNextEdit() {
        StepScheduler steps = fixture.scheduler(days(4, 20));
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        steps.pause("s", hanako);
        fixture.after(steps, Duration.ofDays(1));
        Scenario onlyA = Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .build();
        assertThat(steps.plan(onlyA).apply().count(EditEffect.Kind.COMPLETED)).isEqualTo(1);
        fixture.after(steps, Duration.ofDays(1));
        assertThat(steps.plan(days(4, 20)).apply().count(EditEffect.Kind.RESUMED))
                .isEqualTo(1);
        assertThat(fixture.enrolment(hanako).standing().due()).isEqualTo(Instant.parse("2026-04-05T00:00:00Z"));
    }
}
