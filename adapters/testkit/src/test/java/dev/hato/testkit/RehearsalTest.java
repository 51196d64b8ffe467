package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.QuietHours;
import dev.hato.calendar.TimeWindow;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import dev.hato.step.Scenario;
import dev.hato.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The time machine: the production engine, months in milliseconds. */
class RehearsalTest {
    private static final Instant START = StepFixture.START;
    private static final Instant NINETY_DAYS = START.plus(Duration.ofDays(90));

    private static Contact contact(String id) {
        return Contact.of(ContactId.of(id), EmailAddress.of(id + "@example.jp"));
    }

    private static Rehearsal brochure(Contact... contacts) {
        return Rehearsal.of(StepFixture.brochureBuilder().build())
                .contacts(contacts)
                .from(START)
                .to(NINETY_DAYS);
    }

    @Test
    @Tag("R5.7")
    void rehearsal_ofAScenarioWithAPurchase_givesThePlan() {
        Contact hanako = contact("hanako");
        Contact taro = contact("taro");
        Contact gone = contact("gone");
        Contact broken = contact("broken");
        RehearsalPlan plan = brochure(hanako, taro, gone, broken)
                .event(ContactEvent.of(taro.id(), "purchase", Instant.parse("2026-04-08T01:00:00Z")))
                .unsubscribes(gone.id(), Instant.parse("2026-04-02T00:00:00Z"))
                .bounces(broken)
                .run();
        assertThat(plan.text()).isEqualTo("""
                2026-04-01 09:00:00  broken  brochure-follow-up/thanks  bounced
                2026-04-01 09:00:00  gone  brochure-follow-up/thanks  mailed
                2026-04-01 09:00:00  hanako  brochure-follow-up/thanks  mailed
                2026-04-01 09:00:00  taro  brochure-follow-up/thanks  mailed
                2026-04-04 10:00:00  broken  brochure-follow-up/day-3  bounced
                2026-04-04 10:00:00  gone  brochure-follow-up/day-3  skipped: STOPPED
                2026-04-04 10:00:00  hanako  brochure-follow-up/day-3  mailed
                2026-04-04 10:00:00  taro  brochure-follow-up/day-3  mailed
                2026-04-08 10:00:00  broken  brochure-follow-up/day-7  bounced
                2026-04-08 10:00:00  gone  brochure-follow-up/day-7  skipped: STOPPED
                2026-04-08 10:00:00  hanako  brochure-follow-up/day-7  mailed
                2026-04-08 10:00:00  taro  brochure-follow-up/day-7  skipped: EXITED
                2026-04-15 10:00:00  broken  brochure-follow-up/day-14  bounced
                2026-04-15 10:00:00  gone  brochure-follow-up/day-14  skipped: STOPPED
                2026-04-15 10:00:00  hanako  brochure-follow-up/day-14  mailed
                at the end
                  brochure-follow-up/broken#1: completed
                  brochure-follow-up/gone#1: completed
                  brochure-follow-up/hanako#1: completed
                  brochure-follow-up/taro#1: exited (exit: "purchase")
                """);
    }

    @Test
    void rehearsal_twice_isTheSame() {
        List<Contact> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(contact("c" + i));
        }
        String first = clicking(many, 7).text();
        assertThat(clicking(many, 7).text()).isEqualTo(first);
        assertThat(clicking(many, 8).text()).isNotEqualTo(first);
        assertThat(clicking(many, 7).lines().stream()
                        .filter(line -> line.what().equals("skipped: CONDITION"))
                        .count())
                .as("those who clicked in the cases get no offer")
                .isBetween(70L, 130L);
    }

    private static RehearsalPlan clicking(List<Contact> contacts, long seed) {
        return brochure(contacts.toArray(Contact[]::new))
                .clicks(0.5, Duration.ofHours(3), seed)
                .run();
    }

    @Test
    @Tag("R6.3")
    void quietHours_holdEvenImmediateMail() {
        Contact hanako = contact("hanako");
        RehearsalPlan plan = brochure(hanako)
                .scheduler(builder -> builder.quietHours(QuietHours.of(TimeWindow.hours(21, 11))))
                .run();
        assertThat(plan.lines())
                .extracting(line -> line.at().toString())
                .containsExactly(
                        "2026-04-01T02:00:00Z", "2026-04-04T02:00:00Z", "2026-04-08T02:00:00Z", "2026-04-15T02:00:00Z");
        assertThat(plan.mailed()).isEqualTo(4);
    }

    @Test
    @Tag("R6.5")
    void frequencyCap_ofTheDay_countsAllScenarios_andPriorityDecides() {
        Scenario low = Scenario.named("low")
                .step("a", Steps.days(1).at(10, 0), Steps.mail(StepFixture.THANKS))
                .step("b", Steps.days(2).at(10, 0), Steps.mail(StepFixture.CASES))
                .build();
        Scenario high = Scenario.named("high")
                .priority(5)
                .step("x", Steps.days(1).at(10, 0), Steps.mail(StepFixture.OFFER))
                .build();
        Contact hanako = contact("hanako");
        Rehearsal rehearsal =
                Rehearsal.of(low, high).contacts(hanako).from(START).to(NINETY_DAYS);
        assertThat(words(rehearsal
                        .scheduler(builder -> builder.cap(FrequencyCap.perDay(1)))
                        .run()))
                .containsExactly("low/a skipped: FREQUENCY_CAP", "high/x mailed", "low/b mailed");
        assertThat(words(rehearsal
                        .scheduler(builder -> builder.cap(FrequencyCap.perDay(1).deferring()))
                        .run()))
                .containsExactly("high/x mailed", "low/a mailed", "low/b mailed");
        assertThat(rehearsal
                        .scheduler(builder -> builder.cap(FrequencyCap.perDay(0)))
                        .run()
                        .mailed())
                .as("0 blocks")
                .isZero();
    }

    @Test
    @Tag("R5.7")
    void lines_ofOneMoment_standByContactAndThenByScenario() {
        Scenario second = Scenario.named("a-second")
                .step("x", Steps.days(1).at(10, 0), Steps.mail(StepFixture.OFFER))
                .build();
        Scenario first = Scenario.named("b-first")
                .step("x", Steps.days(1).at(10, 0), Steps.mail(StepFixture.CASES))
                .build();
        RehearsalPlan plan = Rehearsal.of(first, second)
                .contacts(contact("taro"), contact("hanako"))
                .from(START)
                .to(NINETY_DAYS)
                .run();
        assertThat(plan.lines())
                .extracting(line -> line.contact() + " " + line.scenario())
                .containsExactly("hanako b-first", "hanako a-second", "taro b-first", "taro a-second");
    }

    private static List<String> words(RehearsalPlan plan) {
        return plan.lines().stream()
                .map(line -> line.scenario() + "/" + line.step() + " " + line.what())
                .toList();
    }

    @Test
    void bounds_missingOrExceeded_areRefused() {
        Contact hanako = contact("hanako");
        assertThatThrownBy(() ->
                        Rehearsal.of(StepFixture.brochureBuilder().build()).run())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> brochure(hanako)
                        .event(ContactEvent.of(hanako.id(), "purchase", START.minusSeconds(1)))
                        .run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside");
    }
}
