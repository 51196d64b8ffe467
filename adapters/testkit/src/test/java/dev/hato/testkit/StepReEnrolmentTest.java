package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
import dev.hato.delivery.MailState;
import dev.hato.step.EnrolReport;
import dev.hato.step.ReEnrolment;
import dev.hato.step.StepScheduler;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What happens to contacts who begin a scenario once more. */
class StepReEnrolmentTest {
    private final StepFixture fixture = new StepFixture();

    @Test
    @Tag("R7.2")
    void mails_ofABeginningAnew_areOtherOccurrences() {
        StepScheduler steps = fixture.scheduler(
                StepFixture.brochureBuilder().reEnrolment(ReEnrolment.RESTART).build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        assertThat(steps.enrol(hanako)).as("one contact, counted once").isEqualTo(new EnrolReport(1, 0, 0, 0));
        fixture.until(steps, "2026-05-01T00:00:00Z");
        assertThat(fixture.sent())
                .hasSize(5)
                .filteredOn("hanako@example.jp thanks"::equals)
                .hasSize(2);
        assertThat(fixture.engine
                        .stores
                        .outbox()
                        .tally("scenario:brochure-follow-up")
                        .count(MailState.HANDED_OVER))
                .isEqualTo(5);
    }

    @Test
    @Tag("R5.6")
    void reEnrolment_ignoredAndContinued() {
        StepScheduler steps = fixture.scheduler(
                StepFixture.brochureBuilder().reEnrolment(ReEnrolment.CONTINUE).build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        assertThat(steps.enrol(hanako)).as("under way").isEqualTo(new EnrolReport(0, 0, 1, 0));
        steps.signal(fixture.event(hanako, "purchase", "p1"));
        assertThat(fixture.enrolment(hanako).isOpen()).isFalse();
        assertThat(steps.enrol(hanako)).isEqualTo(new EnrolReport(0, 1, 0, 0));
        assertThat(fixture.enrolment(hanako).standing().step()).isEqualTo("day-3");
        assertThat(steps.enrol(ContactId.of("nobody"))).isEqualTo(new EnrolReport(0, 0, 0, 1));
    }
}
