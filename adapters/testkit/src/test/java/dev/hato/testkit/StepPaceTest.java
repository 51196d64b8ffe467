package dev.hato.testkit;

import static dev.hato.step.Steps.branch;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.notifyStaff;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.FrequencyCap;
import dev.hato.contact.ContactId;
import dev.hato.delivery.Mail;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import dev.hato.segment.Conditions;
import dev.hato.step.Pace;
import dev.hato.step.PastDuePolicy;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How fast, how late and how often steps begin. */
class StepPaceTest {
    private final StepFixture fixture = new StepFixture();

    private static Scenario.Builder one() {
        return Scenario.named("s").step("a", immediately(), mail(StepFixture.THANKS));
    }

    private List<ContactId> contacts(int number) {
        List<ContactId> all = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            all.add(fixture.contact("c%04d".formatted(i)));
        }
        return all;
    }

    /** Drains without sending: what is asked for is when steps begin. */
    private void planUntil(Instant end, StepScheduler... nodes) {
        Instant due = fixture.engine.clock.instant();
        for (int i = 0; due != null && !due.isAfter(end); i++) {
            fixture.engine.clock.set(due);
            nodes[i % nodes.length].drain();
            due = nodes[0].nextDue().orElse(null);
        }
        fixture.engine.clock.set(end);
    }

    private List<Enrolment> enrolments() {
        return fixture.engine.stores.steps().page("s", null, 100_000);
    }

    private List<Instant> begun() {
        return enrolments().stream()
                .flatMap(enrolment -> enrolment.history().stream())
                .filter(record -> record.outcome() == StepRecord.Outcome.MAILED)
                .map(StepRecord::at)
                .sorted()
                .toList();
    }

    @Test
    @Tag("R7.6")
    void pace_isKeptInEverySpan_onTwoNodes_inOrder_andMakesNobodyLate() {
        Scenario scenario = one().pace(Pace.perHour(100)).build();
        StepScheduler[] nodes = {fixture.scheduler(scenario), fixture.scheduler(scenario)};
        List<ContactId> all = contacts(350);
        for (ContactId contact : all) {
            nodes[0].enrol(contact);
            fixture.engine.clock.advance(Duration.ofMillis(10));
        }
        planUntil(StepFixture.START.plus(Duration.ofHours(6)), nodes);
        List<Instant> begun = begun();
        assertThat(begun).as("nobody is past due by the pace").hasSize(all.size());
        for (int i = 100; i < begun.size(); i++) {
            assertThat(Duration.between(begun.get(i - 100), begun.get(i))).isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
        assertThat(begun.get(349)).isBefore(StepFixture.START.plus(Duration.ofMinutes(184)));
        assertThat(enrolments())
                .as("the longest due first")
                .isSortedAccordingTo((one, other) -> one.history()
                        .get(0)
                        .at()
                        .compareTo(other.history().get(0).at()));
    }

    /** What becomes due while the step before queues is not past due for it, whatever that step does. */
    @Test
    @Tag("R5.4")
    void pace_makesNoLaterStepPastDue() {
        Scenario scenario = Scenario.named("s")
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("which", hours(1), branch(Conditions.anyOf()).to("b").otherwise("b"))
                .step("b", hours(1), mail(StepFixture.CASES))
                .step("tell", hours(2), notifyStaff("sales", "call"))
                .step("c", hours(3), mail(StepFixture.OFFER))
                .step("d", hours(100), mail(StepFixture.LAST_CALL))
                .pace(Pace.perHour(20))
                .build();
        StepScheduler steps = fixture.scheduler(builder -> builder.actions(call -> {}), scenario);
        steps.enrol("s", contacts(60));
        planUntil(StepFixture.START.plus(Duration.ofDays(7)), steps);
        assertThat(steps.funnel().step("b").skipped()).isEmpty();
        assertThat(steps.funnel().step("c").skipped()).isEmpty();
        assertThat(begun()).hasSize(4 * 60);
        assertThat(steps.funnel().step("tell").done()).isEqualTo(60);
    }

    @Test
    @Tag("R5.4")
    void pace_afterADayWithoutARun_leavesThePolicyToDecide() {
        Scenario scenario = one().pace(Pace.perHour(10)).build();
        StepScheduler steps = fixture.scheduler(scenario);
        steps.enrol("s", contacts(50));
        planUntil(StepFixture.START.plus(Duration.ofMinutes(70)), steps);
        assertThat(begun()).hasSize(20);
        fixture.engine.clock.advance(Duration.ofDays(1));
        planUntil(fixture.engine.clock.instant().plus(Duration.ofHours(8)), fixture.scheduler(scenario));
        assertThat(begun()).hasSize(20);
        assertThat(fixture.scheduler(scenario).funnel().step("a").skipped()).containsEntry("PAST_DUE", 30L);
    }

    @Test
    @Tag("R7.6")
    void pace_ofOneScenario_doesNotHoldTheOthers() {
        Scenario other = Scenario.named("other")
                .step("b", immediately(), mail(StepFixture.CASES))
                .build();
        StepScheduler steps = fixture.scheduler(one().pace(Pace.perSecond(5)).build(), other);
        List<ContactId> all = contacts(30);
        steps.enrol("s", all);
        steps.enrol("other", all);
        steps.drain();
        assertThat(steps.funnel("other").step("b").mailed()).isEqualTo(30);
        assertThat(steps.funnel("s").step("a").mailed()).isEqualTo(5);
        assertThat(steps.nextDue().orElseThrow())
                .isBetween(StepFixture.START.plusSeconds(1), StepFixture.START.plusMillis(1017));
        planUntil(StepFixture.START.plusSeconds(7), steps);
        assertThat(begun()).hasSize(30);
    }

    @Test
    @Tag("R5.4")
    void underLoad_noStepBeginsLaterThanASecondBeyondItsQueue() {
        StepScheduler steps = fixture.scheduler(
                one().step("b", days(1), mail(StepFixture.CASES)).build());
        List<ContactId> all = contacts(400);
        Random random = new Random(5);
        for (ContactId contact : all) {
            steps.enrol(contact);
            fixture.engine.clock.advance(Duration.ofMillis(random.nextInt(500)));
        }
        // As a running scheduler does: at work for a random while, then asleep until the next is due, half a second at
        // most.
        Instant end = StepFixture.START.plus(Duration.ofDays(1)).plus(Duration.ofMinutes(10));
        while (fixture.engine.clock.instant().isBefore(end)) {
            steps.drain();
            Instant now = fixture.engine.clock.instant();
            Instant due = steps.nextDue().orElse(end);
            Instant far = now.plus(Duration.ofHours(1));
            Instant wake = due.isBefore(far) ? due : far;
            fixture.engine.clock.set((wake.isBefore(now) ? now : wake).plusMillis(random.nextInt(400)));
        }
        assertThat(begun()).hasSize(800);
        for (Enrolment enrolment : enrolments()) {
            Instant due = enrolment.times().enrolled().plus(Duration.ofDays(1));
            assertThat(enrolment.history().get(1).at()).isBetween(due, due.plusSeconds(1));
        }
    }

    @Test
    @Tag("R5.4")
    void afterADayWithoutARun_nobodyGetsMoreThanOneMailADay() {
        Scenario.Builder builder = Scenario.named("s").pastDue(PastDuePolicy.backfill(5));
        for (int i = 0; i < 6; i++) {
            builder.step("h" + i, hours(4 * i), mail(StepFixture.THANKS));
        }
        StepScheduler steps = fixture.scheduler(builder.build());
        List<ContactId> all = contacts(60);
        steps.enrol("s", all);
        planUntil(StepFixture.START.plus(Duration.ofHours(1)), steps);
        fixture.engine.clock.advance(Duration.ofDays(1));
        Instant restart = fixture.engine.clock.instant();
        planUntil(restart.plus(Duration.ofDays(6)), steps);
        for (Enrolment enrolment : enrolments()) {
            List<Instant> late = enrolment.history().stream()
                    .filter(record -> record.outcome() == StepRecord.Outcome.MAILED)
                    .map(StepRecord::at)
                    .filter(at -> at.isAfter(StepFixture.START))
                    .toList();
            assertThat(late).hasSize(5).doesNotHaveDuplicates();
            assertThat(late.stream()
                            .map(at -> at.plus(Duration.ofHours(9)).truncatedTo(java.time.temporal.ChronoUnit.DAYS)))
                    .as("one a day in Tokyo")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    @Tag("R6.5")
    void cap_countsGroupDeliveries_notTransactionalMail() {
        StepScheduler steps = fixture.scheduler(
                builder -> builder.cap(FrequencyCap.perDay(1)),
                one().step("b", days(1), mail(StepFixture.CASES)).build());
        ContactId hanako = fixture.engine.subscriber("hanako").id();
        ContactId taro = fixture.contact("taro");
        fixture.engine.hato.send(
                Mail.of(StepFixture.OFFER).to(fixture.engine.contact("taro")).build());
        fixture.engine
                .hato
                .deliveries()
                .group("sale", EngineFixture.NEWS, EngineFixture.SALE)
                .submit();
        fixture.engine.hato.dispatcher().drain();
        assertThat(fixture.sent()).hasSize(2);
        steps.enrol(hanako, taro);
        fixture.at(steps, StepFixture.START);
        assertThat(fixture.history(hanako)).containsExactly("a SKIPPED FREQUENCY_CAP");
        assertThat(fixture.history(taro)).containsExactly("a MAILED");
        fixture.until(steps, "2026-04-02T01:00:00Z");
        assertThat(fixture.history(hanako)).last().isEqualTo("b MAILED");
    }
}
