package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.addScore;
import static dev.hato.step.Steps.changeOf;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.entering;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.leaving;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.minutes;
import static dev.hato.step.Steps.notifyStaff;
import static dev.hato.step.Steps.set;
import static dev.hato.step.Steps.stopSubscription;
import static dev.hato.step.Steps.subscribe;
import static dev.hato.step.Steps.webhook;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.MailingList;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.TextAttribute;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.segment.Condition;
import dev.hato.segment.Segment;
import dev.hato.step.ActionHandler;
import dev.hato.step.ReEnrolment;
import dev.hato.step.Scenario;
import dev.hato.step.StepReport;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Actions other than mail, triggers on data, and what can be asked about a contact. */
class StepActionsTest {
    private static final TextAttribute RANK = Attribute.text("rank");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final MailingList VIPS = MailingList.of("vips");

    private final StepFixture fixture = new StepFixture();

    @Test
    @Tag("R5.4")
    void stepsThatWaitedForTheOneBefore_areNotPastDue() {
        List<String> attempts = new ArrayList<>();
        Condition known = event("x").count().atLeast(1);
        Scenario scenario = Scenario.named("s")
                .step("crm", immediately(), webhook("crm"))
                .step("score", immediately(), addScore("warmth", 5))
                .step("which", immediately(), Steps.branch(known).to("thanks").otherwise("thanks"))
                .step("thanks", immediately(), mail(StepFixture.THANKS))
                .step("cases", minutes(2), mail(StepFixture.CASES))
                .step("again", immediately(), mail(StepFixture.OFFER)) // out of its turn
                .build();
        StepScheduler steps = fixture.scheduler(
                builder -> builder.actions(call -> {
                    attempts.add(call.step());
                    if (attempts.size() == 1) {
                        throw new IllegalStateException("503");
                    }
                }),
                scenario);
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.after(steps, Duration.ofMillis(400)); // it looks twice a second
        fixture.after(steps, Duration.ofMinutes(6));
        assertThat(attempts).hasSize(2);
        assertThat(fixture.history(hanako))
                .containsSubsequence(
                        "crm DONE", "score DONE", "thanks MAILED", "cases MAILED", "again SKIPPED PAST_DUE");
    }

    @Test
    @Tag("R5.10")
    void actionsOnTheStores_areDone() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("rank", immediately(), set(RANK, "gold"))
                .step("list", subscribe(VIPS))
                .step("score", addScore("warmth", 5))
                .step("off", days(1), stopSubscription(VIPS))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.at(steps, StepFixture.START);
        Contact saved = fixture.engine.stores.contacts().find(hanako).orElseThrow();
        assertThat(saved.get(RANK)).isEqualTo("gold");
        assertThat(fixture.subscription(hanako, VIPS)).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(fixture.engine.hato.events().latest(hanako, 1))
                .extracting(event -> String.valueOf(event.properties().get(Attribute.number("points"))))
                .containsExactly("5");
        fixture.until(steps, "2026-04-03T00:00:00Z");
        assertThat(fixture.subscription(hanako, VIPS)).isEqualTo(SubscriptionStatus.STOPPED);
        assertThat(fixture.history(hanako)).containsExactly("rank DONE", "list DONE", "score DONE", "off DONE");
    }

    @Test
    @Tag("R5.10")
    void actionsOutside_areTriedAgainUnderTheSameKey_andGivenUp() {
        List<String> calls = new ArrayList<>();
        ActionHandler failingTwice = call -> {
            calls.add(call.step() + " " + call.key());
            if (call.step().equals("hook") && calls.size() < 3) {
                throw new IllegalStateException("the other side is away");
            }
            if (call.step().equals("staff")) {
                throw new IllegalStateException("never works");
            }
        };
        StepScheduler steps = fixture.scheduler(
                builder -> builder.actions(failingTwice),
                Scenario.named("s")
                        .step("hook", immediately(), webhook("crm"))
                        .step("staff", notifyStaff("sales", "visit"))
                        .step("bye", mail(StepFixture.THANKS))
                        .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        assertThat(steps.drain()).isEqualTo(new StepReport(1, 0, 0, 1));
        assertThat(steps.drain().steps()).as("not again at once").isZero();
        fixture.until(steps, "2026-04-02T00:00:00Z");
        assertThat(calls).filteredOn(call -> call.startsWith("hook")).hasSize(3).containsOnly(calls.get(0));
        assertThat(calls).filteredOn(call -> call.startsWith("staff")).hasSize(5);
        assertThat(fixture.history(hanako)).contains("hook DONE", "staff SKIPPED FAILED", "bye MAILED");
        assertThatThrownBy(() -> fixture.scheduler(Scenario.named("t")
                        .step("hook", immediately(), webhook("crm"))
                        .build()))
                .hasMessageContaining("actions(");
    }

    @Test
    @Tag("R7.4")
    void actionOfADeadNode_isTakenOverAfterTheLease() {
        List<String> calls = new ArrayList<>();
        Scenario scenario =
                Scenario.named("s").step("hook", immediately(), webhook("crm")).build();
        StepScheduler dying = fixture.scheduler(
                builder -> builder.actions(call -> {
                    calls.add(call.key());
                    throw new StackOverflowError("the node dies here");
                }),
                scenario);
        ContactId hanako = fixture.contact("hanako");
        dying.enrol(hanako);
        assertThatThrownBy(dying::drain).isInstanceOf(StackOverflowError.class);
        StepScheduler other = fixture.scheduler(builder -> builder.actions(call -> calls.add(call.key())), scenario);
        assertThat(other.drain().steps()).as("under the lease").isZero();
        fixture.engine.clock.advance(Duration.ofSeconds(30));
        assertThat(other.drain().acted()).isEqualTo(1);
        assertThat(calls).hasSize(2).containsOnly(calls.get(0));
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.COMPLETED);
    }

    @Test
    @Tag("R5.9")
    void changesOfData_fireTriggers() {
        fixture.engine.hato.segments().define(Segment.of("gold", RANK.is("gold")));
        fixture.engine
                .hato
                .segments()
                .define(Segment.of("buyers", event("purchase").happened()));
        StepScheduler steps = fixture.scheduler(
                one("changed")
                        .startsOn(changeOf(RANK))
                        .reEnrolment(ReEnrolment.RESTART)
                        .build(),
                one("entered").startsOn(entering("gold")).build(),
                one("left").startsOn(leaving("gold")).build(),
                one("bought").startsOn(entering("buyers")).build());
        ContactId hanako = fixture.contact("hanako");
        Contact contact = fixture.engine.contact("hanako");
        steps.save(contact);
        assertThat(scenarios(hanako)).isEmpty();
        steps.save(contact.with(RANK, "gold"));
        assertThat(scenarios(hanako)).containsExactly("changed#1", "entered#1");
        steps.save(contact.with(RANK, "silver"));
        assertThat(scenarios(hanako)).containsExactly("changed#1", "changed#2", "entered#1", "left#1");
        steps.signal(fixture.event(hanako, "purchase", "p1"));
        steps.signal(fixture.event(hanako, "purchase", "p2"));
        assertThat(scenarios(hanako)).containsExactly("bought#1", "changed#1", "changed#2", "entered#1", "left#1");
    }

    private static Scenario.Builder one(String name) {
        return Scenario.named(name).step("a", days(1), mail(StepFixture.THANKS));
    }

    private List<String> scenarios(ContactId contact) {
        return fixture.engine.stores.steps().of(List.of(contact)).stream()
                .map(enrolment ->
                        enrolment.key().scenario() + "#" + enrolment.key().occurrence())
                .toList();
    }

    @Test
    @Tag("R5.2")
    void anchorThatComesLater_givesTheStepItsTime() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("wish", Steps.from(BIRTHDAY, days(0)).yearly().at(9, 0), mail(StepFixture.OFFER))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.UNSCHEDULED);
        steps.save(fixture.engine.contact("hanako").with(BIRTHDAY, LocalDate.of(1990, 4, 20)));
        assertThat(steps.nextDue().orElseThrow()).isEqualTo("2026-04-20T00:00:00Z");
        steps.save(fixture.engine.contact("hanako").with(BIRTHDAY, LocalDate.of(1990, 3, 20)));
        assertThat(steps.nextDue().orElseThrow()).isEqualTo("2027-03-20T00:00:00Z");
    }

    @Test
    @Tag("R11.2")
    void timelineExplanationAndFunnel_say() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        ContactId taro = fixture.contact("taro");
        steps.enrol(hanako, taro);
        fixture.until(steps, "2026-04-05T00:00:00Z");
        steps.signal(fixture.event(taro, "purchase", "p1"));
        assertThat(steps.timeline(hanako).text(ZoneId.of("Asia/Tokyo"))).isEqualTo("""
                brochure-follow-up, enrolled 2026-04-01 09:00
                  2026-04-01 09:00  thanks  mailed
                  2026-04-04 10:00  day-3   mailed
                  waits for day-7, due 2026-04-08 10:00""");
        assertThat(steps.timeline(taro).toString())
                .endsWith("\n  2026-04-05 00:00  day-7   ended here\n  ended (exit: \"purchase\")");
        assertThat(steps.timeline(fixture.contact("jiro")).toString()).isEqualTo("in no scenario");
        assertThat(steps.explain(hanako, "day-7").text(ZoneId.of("Asia/Tokyo"))).startsWith("""
                day-7 of brochure-follow-up, 7 days after enrolment at 10:00
                  enrolled 2026-04-01 09:00
                  waits for day-7, due 2026-04-08 10:00
                  its condition as it is now:
                    ✓ not
                      ✗\s""");
        assertThat(steps.explain(taro, "day-14").toString()).contains("nothing became of it in that time");
        assertThat(steps.funnel().toString()).isEqualTo("""
                brochure-follow-up: 2 entered; 1 waiting, 1 exited
                  step     mailed     done  waiting  skipped
                  thanks        2        0        0  0
                  day-3         2        0        0  0
                  day-7         0        0        1  1: ended here 1
                  day-14        0        0        0  0
                """);
        assertThat(steps.explain(hanako, "day-7").condition()).isNotNull();
        assertThat(steps.funnel().entered()).isEqualTo(2);
        assertThat(steps.funnel().ends())
                .containsEntry(EnrolmentStatus.WAITING, 1L)
                .containsEntry(EnrolmentStatus.EXITED, 1L);
        assertThat(steps.funnel().step("day-3").mailed()).isEqualTo(2);
        assertThat(steps.funnel().step("day-7").waiting()).isEqualTo(1);
        assertThat(steps.exit("brochure-follow-up", hanako, "asked by phone")).isTrue();
        assertThat(steps.funnel().ends()).containsEntry(EnrolmentStatus.EXITED, 2L);
    }

    @Test
    @Tag("R1.3")
    void erasure_removesEnrolments() {
        StepScheduler steps = fixture.scheduler(StepFixture.brochureBuilder().build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);
        fixture.engine.hato.contacts().erase(hanako);
        assertThat(fixture.engine.stores.steps().of(List.of(hanako))).isEmpty();
        assertThat(steps.drain().steps()).isZero();
    }
}
