package dev.hato.testkit;

import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.notifyStaff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.ContactId;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.step.ActionHandler;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.StepReport;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that touch the enrolment for which they act: what they did is done once, and a drain comes to its end. */
@Timeout(30)
class StepHandlerTest {
    private final StepFixture fixture = new StepFixture();
    private final List<String> calls = new ArrayList<>();
    private final ContactId hanako = fixture.contact("hanako");
    private StepScheduler steps = scheduler(call -> {});

    private StepScheduler scheduler(ActionHandler handler) {
        steps = fixture.scheduler(
                builder -> builder.actions(call -> {
                    calls.add(call.step());
                    handler.handle(call);
                }),
                Scenario.named("s")
                        .step("tell", notifyStaff("sales", "call"))
                        .step("mail", afterPrevious(days(1)), mail(StepFixture.CASES))
                        .reEnrolment(ReEnrolment.RESTART)
                        .build());
        return steps;
    }

    @Test
    @Tag("R5.6")
    void handlerThatPausesAndResumes_hasActedOnce() {
        scheduler(call -> {
            steps.pause("s", hanako);
            steps.resume("s", hanako);
        });
        steps.enrol(hanako);
        assertThat(steps.drain()).isEqualTo(new StepReport(1, 0, 1, 0));
        assertThat(calls).containsExactly("tell");
        fixture.until(steps, "2026-04-03T00:00:00Z");
        assertThat(fixture.sent()).containsExactly("hanako@example.jp cases");
        assertThat(fixture.history(hanako)).contains("tell DONE", "mail MAILED");
    }

    @Test
    @Tag("R5.6")
    void handlerThatPauses_hasActed_andThePauseHoldsTheNextStep() {
        scheduler(call -> steps.pause("s", hanako));
        steps.enrol(hanako);
        steps.drain();
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.PAUSED);
        assertThat(fixture.enrolment(hanako).standing().step()).isEqualTo("mail");
        fixture.after(steps, Duration.ofDays(10));
        assertThat(fixture.sent()).isEmpty();
        steps.resume("s", hanako);
        fixture.after(steps, Duration.ofHours(23));
        assertThat(fixture.sent()).isEmpty();
        fixture.after(steps, Duration.ofHours(1));
        assertThat(fixture.sent()).containsExactly("hanako@example.jp cases");
        assertThat(calls).containsExactly("tell");
    }

    @Test
    void handlerThatPausesAndResumesAndFails_isTriedAgainLater() {
        scheduler(call -> {
            steps.pause("s", hanako);
            steps.resume("s", hanako);
            if (calls.size() == 1) {
                throw new IllegalStateException("503");
            }
        });
        steps.enrol(hanako);
        assertThat(steps.drain().failed()).isEqualTo(1);
        assertThat(calls).hasSize(1);
        fixture.after(steps, Duration.ofMinutes(5));
        assertThat(calls).hasSize(2);
        assertThat(fixture.history(hanako)).contains("tell DONE");
    }

    @Test
    @Tag("R5.7")
    void handlerThatEndsTheEnrolment_endsIt() {
        scheduler(call -> steps.exit("s", hanako, "wrong number"));
        steps.enrol(hanako);
        steps.drain();
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.EXITED);
        assertThat(calls).hasSize(1);
    }

    /** The step after it is gone in the version that came while it acted: the enrolment goes on with the next. */
    @Test
    @Tag("R5.5")
    void handlerThatEditsItsScenario_hasActedOnce_andGoesOnByTheNewVersion() {
        scheduler(call -> steps.plan(Scenario.named("s")
                        .step("tell", notifyStaff("sales", "call"))
                        .step("other", afterPrevious(days(2)), mail(StepFixture.OFFER))
                        .reEnrolment(ReEnrolment.RESTART)
                        .build())
                .apply());
        steps.enrol(hanako);
        steps.drain();
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(calls).containsExactly("tell");
        assertThat(fixture.history(hanako)).containsExactly("tell DONE", "other MAILED");
    }

    @Test
    void handlerThatEnrolsAnewEachTime_isNamed() {
        scheduler(call -> steps.enrol(hanako));
        steps.enrol(hanako);
        assertThatThrownBy(() -> steps.drain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("'tell'", "'s'", "hanako", "notWithin");
        assertThat(calls).hasSizeLessThan(150);
    }
}
