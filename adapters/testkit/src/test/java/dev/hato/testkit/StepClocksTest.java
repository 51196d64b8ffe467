package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.event.ContactEvent;
import dev.hato.step.Scenario;
import dev.hato.step.Signalled;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Events from machines whose clocks are ahead of the engine's. */
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
}
