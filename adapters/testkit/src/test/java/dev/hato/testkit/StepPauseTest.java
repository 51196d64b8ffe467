package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.time.Instant;
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
                .step("b", days(10), mail(StepFixture.CASES))
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
                .step("wait", waitFor(event("reply")).upTo(days(9)))
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
}
