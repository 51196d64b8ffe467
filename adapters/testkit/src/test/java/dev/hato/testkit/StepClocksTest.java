package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.step.Pace;
import dev.hato.step.PastDuePolicy;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.Signalled;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clocks that are ahead of the engine's, or finer, and lengths that no calendar has. */
class StepClocksTest {
    private final StepFixture fixture = new StepFixture();

    private ContactEvent ahead(ContactId contact, String type, Duration by) {
        return ContactEvent.of(contact, type, fixture.engine.clock.instant().plus(by));
    }

    @Test
    @Tag("R5.9")
    void eventFromAClockThatIsALittleAhead_startsAndLetsPass() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .startsOn(event("request"))
                .step("a", immediately(), mail(StepFixture.THANKS))
                .step("wait", waitFor(event("reply")).upTo(days(9)))
                .step("b", mail(StepFixture.CASES))
                .goal(event("bought"))
                .build());
        ContactId hanako = fixture.contact("hanako");
        assertThat(steps.signal(ahead(hanako, "request", Duration.ofMillis(500))))
                .isEqualTo(Signalled.RECORDED);
        fixture.after(steps, Duration.ofSeconds(1));
        assertThat(fixture.history(hanako)).contains("a MAILED");
        steps.signal(ahead(hanako, "reply", Duration.ofSeconds(60)));
        fixture.after(steps, Duration.ofSeconds(1));
        assertThat(fixture.history(hanako)).contains("b MAILED");
    }

    @Test
    @Tag("R5.9")
    void eventThatIsStillToCome_startsNothing() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .startsOn(event("request"))
                .step("a", immediately(), mail(StepFixture.THANKS))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.signal(ahead(hanako, "request", Duration.ofSeconds(61)));
        fixture.after(steps, Duration.ofDays(1));
        assertThat(steps.timeline(hanako).enrolments()).isEmpty();
    }

    /** Events may be told with nanoseconds, which stores cut: who works from one due moment to the next comes past them. */
    @Test
    @Timeout(30)
    void momentsFinerThanAMicrosecond_areDueAtTheNext() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .startsOn(event("request"))
                .step("a", hours(1), mail(StepFixture.THANKS))
                .pace(new Pace(1, Duration.ofNanos(1_000_500)))
                .build());
        for (String id : List.of("hanako", "taro")) {
            ContactId contact = fixture.contact(id);
            steps.signal(ContactEvent.of(contact, "request", StepFixture.START.minusNanos(1_500))
                    .withId(id));
        }
        assertThat(steps.nextDue()).contains(Instant.parse("2026-04-01T00:59:59.999998Z"));
        fixture.until(steps, "2026-04-01T02:00:00Z");
        assertThat(fixture.sent()).hasSize(2);
    }

    @Test
    void lengthsBeyondTheCalendar_areRefusedWhenTheyAreSet() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReEnrolment.RESTART.notWithin(ever))
                .withMessageContaining("10,000 years");
        assertThatIllegalArgumentException().isThrownBy(() -> PastDuePolicy.sendWithin(ever));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.named("s").suppression(ever).build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Scenario.named("s").horizon(ever).build());
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(1, ever)).withMessageContaining("to a year");
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(1, Duration.ofNanos(999_999)));
    }
}
