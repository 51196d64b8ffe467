package dev.hato.testkit;

import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.delivery.ExclusionReason;
import dev.hato.message.MessageTemplate;
import dev.hato.report.HistoryRow;
import dev.hato.report.StepRow;
import dev.hato.segment.Conditions;
import dev.hato.smtp.SendOutcome;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A scenario's steps as rows of the history. */
class StepHistoryTest {
    private static final MessageTemplate LETTER = MessageTemplate.named("letter")
            .subject("{{ contact.name }} 様へ")
            .html("<p>{{ contact.name }} 様</p>")
            .build();

    private final StepFixture fixture = new StepFixture();

    private static Scenario.Builder course() {
        return Scenario.named("course")
                .list(EngineFixture.NEWS)
                .step("welcome", immediately(), mail(LETTER))
                .step("mark", immediately(), set(Attribute.text("rank"), "new"))
                .step("again", afterPrevious(days(1)), mail(StepFixture.CASES));
    }

    @Test
    @Tag("R11.2")
    void row_countsTheStepsMails() {
        StepScheduler steps = fixture.scheduler(course().build());
        fixture.engine.subscribers(3);
        ContactId outside = fixture.contact("outside");
        fixture.engine.transport.answer(attempt -> attempt.recipient().value().startsWith("s1@")
                ? new SendOutcome.Bounced(550, "unknown")
                : new SendOutcome.HandedOver("ok"));
        steps.enrol(ContactId.of("s0"), ContactId.of("s1"), ContactId.of("s2"), outside);
        assertThat(steps.history()).extracting(HistoryRow::target).containsExactly(0L, 0L);
        fixture.at(steps, StepFixture.START);

        StepRow welcome = steps.history().get(0);
        assertThat(welcome.scenario()).isEqualTo("course");
        assertThat(welcome.step()).isEqualTo("welcome");
        assertThat(welcome.name()).isEqualTo("letter");
        assertThat(welcome.time()).isEqualTo(StepFixture.START);
        assertThat(welcome.content())
                .isEqualTo(new HistoryRow.Content("{{ contact.name }} 様へ", "鳩の便り", HistoryRow.Format.HTML));
        assertThat(welcome.target()).isEqualTo(4);
        assertThat(welcome.handedOver()).isEqualTo(2);
        assertThat(welcome.bounced()).isEqualTo(1);
        assertThat(welcome.excluded()).containsOnlyKeys(ExclusionReason.NOT_SUBSCRIBED);
        assertThat(welcome.open()).isZero();

        fixture.after(steps, Duration.ofDays(1));
        StepRow again = fixture.engine.hato.history().steps("course").get(1);
        assertThat(again.step()).isEqualTo("again");
        assertThat(again.time()).isEqualTo(Instant.parse("2026-04-02T00:00:00Z"));
        assertThat(again.content().format()).isEqualTo(HistoryRow.Format.TEXT);
        assertThat(again.handedOver()).isEqualTo(2);
        assertThat(again.bounced()).isEqualTo(1);
        assertThat(again.excluded()).hasSize(1);
    }

    @Test
    @Tag("R11.2")
    void stepThatWasRemoved_staysBehindTheOthers() {
        StepScheduler steps = fixture.scheduler(course().build());
        fixture.engine.subscribers(1);
        steps.enrol(ContactId.of("s0"));
        fixture.at(steps, StepFixture.START);
        steps.plan(Scenario.named("course")
                        .list(EngineFixture.NEWS)
                        .step("new", days(2), mail(StepFixture.OFFER))
                        .step("again", days(3), mail(StepFixture.CASES))
                        .build())
                .apply();
        assertThat(steps.history())
                .extracting(StepRow::step, StepRow::handedOver)
                .containsExactly(tuple("new", 0L), tuple("again", 0L), tuple("welcome", 1L));
    }

    @Test
    @Tag("R11.2")
    void twoStepsOfOneTemplate_areTwoRows() {
        StepScheduler steps = fixture.scheduler(Scenario.named("twice")
                .step("a", immediately(), mail(StepFixture.CASES))
                .step("b", days(1), mail(StepFixture.CASES))
                .step("never", days(2), mail(StepFixture.CASES).onlyIf(Conditions.anyOf()))
                .build());
        steps.enrol(fixture.contact("hanako"), fixture.contact("taro"));
        fixture.until(steps, "2026-04-10T00:00:00Z");
        steps.enrol(fixture.contact("jiro"));
        fixture.at(steps, "2026-04-10T00:00:00Z");
        assertThat(steps.history("twice"))
                .extracting(StepRow::step, StepRow::name, StepRow::target, StepRow::handedOver)
                .containsExactly(
                        tuple("a", "cases", 3L, 3L), tuple("b", "cases", 2L, 2L), tuple("never", "cases", 0L, 0L));
        assertThat(steps.history("twice").get(2).time()).isNull();
    }

    /** A subject is no part of the definition: it is shown as the last scheduler was built with, without an edit. */
    @Test
    void subjectAndTitle_areThoseOfTheLastScheduler() {
        fixture.scheduler(course().build());
        MessageTemplate other =
                MessageTemplate.named("letter").subject("新").text("x").build();
        Scenario same = Scenario.named("course")
                .list(EngineFixture.NEWS.titled("便り"))
                .step("welcome", immediately(), mail(other))
                .step("mark", immediately(), set(Attribute.text("rank"), "new"))
                .step("again", afterPrevious(days(1)), mail(StepFixture.CASES))
                .build();
        List<StepRow> rows = fixture.scheduler(same).history();
        assertThat(rows.get(0).content()).isEqualTo(new HistoryRow.Content("新", "便り", HistoryRow.Format.TEXT));
    }

    @Test
    void unknownScenario_isNamed() {
        StepScheduler steps = fixture.scheduler(course().build());
        assertThatThrownBy(() -> steps.history("cours"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("cours");
        assertThatThrownBy(() -> fixture.engine.hato.history().steps("cours"))
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("'cours'");
    }
}
