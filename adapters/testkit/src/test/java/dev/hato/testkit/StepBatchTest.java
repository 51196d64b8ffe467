package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;
import static dev.hato.step.Steps.addScore;
import static dev.hato.step.Steps.branch;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.outOf;
import static dev.hato.step.Steps.set;
import static dev.hato.step.Steps.subscribe;
import static dev.hato.step.Steps.unsubscribing;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.calendar.FrequencyCap;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EditableContactStore;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.LegalNotices;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.event.ContactEvent;
import dev.hato.message.Mailbox;
import dev.hato.segment.Conditions;
import dev.hato.segment.Segment;
import dev.hato.step.Scenario;
import dev.hato.step.StepReport;
import dev.hato.step.StepScheduler;
import dev.hato.step.Steps;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps that are due together: what they cost, what they see of each other, and on how many threads they are done. */
class StepBatchTest {
    private static final TextAttribute RANK = Attribute.text("rank");
    private static final TextAttribute CITY = Attribute.text("city");
    private static final DateAttribute RENEWAL = Attribute.date("renewal");

    private final StepFixture fixture = new StepFixture();
    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final RecordingTransport transport = new RecordingTransport();

    @Test
    void drain_ofManyEnrolments_asksTheStoresNoMoreOftenThanOfFew() {
        Map<String, Integer> few = callsOfAll(5);
        Map<String, Integer> many = callsOfAll(90);

        assertThat(many).isEqualTo(few);
        assertThat(few).containsKeys("SegmentSelector.matching", "Outbox.add", "EventStore.findAll");
    }

    /** Lets so many go through all kinds of steps in batches that hold all of them, and returns the calls of the drains. */
    private Map<String, Integer> callsOfAll(int contacts) {
        CountedStores stores = new CountedStores();
        clock.set(StepFixture.START);
        StepScheduler steps = StepScheduler.builder(hato(stores), stores.steps())
                .scenario(Scenario.named("all")
                        .onlyFor(not(Conditions.mail("never").sent()))
                        .step("hello", immediately(), mail(StepFixture.THANKS).onlyIf(not(RANK.is("lead"))))
                        .step("rank", set(RANK, "gold"))
                        .step("vip", subscribe(MailingList.of("vips")))
                        .step("score", addScore("warmth", 1))
                        .step("which", branch(RANK.is("gold")).to("wait").otherwise("wait"))
                        .step("wait", waitFor(event("reply")).upTo(days(2)))
                        .step("offer", hours(72), mail(StepFixture.OFFER))
                        .goal(event("purchase").where(CITY.is("東京")))
                        .goal(RANK.is("platinum"))
                        .exitsOn(outOf("known"))
                        .exitsOn(unsubscribing())
                        .cap(FrequencyCap.perDay(3))
                        .build())
                .build();
        List<ContactId> ids = new ArrayList<>();
        for (int i = 0; i < contacts; i++) {
            Contact contact = Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp"));
            ((EditableContactStore) stores.contacts()).save(contact);
            ids.add(contact.id());
            // a purchase elsewhere, which is no goal but has to be looked at
            stores.events()
                    .add(ContactEvent.of(contact.id(), "purchase", StepFixture.START.plusSeconds(1))
                            .withId("p" + i)
                            .with(CITY, i % 2 == 0 ? "東京" : "大阪"));
        }
        steps.enrol("all", ids);
        Map<String, Integer> before = new TreeMap<>(stores.calls);
        long mailed = 0;
        for (Instant due = clock.instant(); due != null; due = steps.nextDue().orElse(null)) {
            clock.set(due);
            mailed += steps.drain().mailed();
        }
        assertThat(mailed).isEqualTo(contacts + (contacts / 2));
        Map<String, Integer> calls = new TreeMap<>(stores.calls);
        before.forEach((name, count) -> calls.merge(name, -count, Integer::sum));
        return calls;
    }

    private Hato hato(Stores stores) {
        Hato hato = Hato.builder(stores, transport)
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .clock(clock)
                .zone(ZoneId.of("Asia/Tokyo"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
        hato.segments().define(Segment.of("known", Conditions.allOf()));
        return hato;
    }

    @Test
    @Tag("R5.10")
    void twoScenariosDueTogether_seeWhatTheOtherHasWritten() {
        StepScheduler steps = fixture.scheduler(
                Scenario.named("first")
                        .priority(2)
                        .step("rank", immediately(), set(RANK, "gold"))
                        .build(),
                Scenario.named("second")
                        .priority(1)
                        .step("city", immediately(), set(CITY, "東京").onlyIf(RANK.is("gold")))
                        .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol("second", List.of(hanako));
        steps.enrol("first", List.of(hanako));

        assertThat(steps.drain().steps()).isEqualTo(2);

        Contact after = fixture.engine.stores.contacts().find(hanako).orElseThrow();
        assertThat(after.get(RANK)).isEqualTo("gold");
        assertThat(after.get(CITY)).isEqualTo("東京");
    }

    @Test
    @Tag("R5.10")
    void step_thatSetsADate_givesTheNextStepItsTime() {
        StepScheduler steps = fixture.scheduler(Scenario.named("renewal")
                .step("date", immediately(), set(RENEWAL, LocalDate.of(2026, 5, 1)))
                .step("mail", Steps.from(RENEWAL, days(-7)).at(10, 0), mail(StepFixture.OFFER))
                .build());
        ContactId hanako = fixture.contact("hanako");
        steps.enrol(hanako);

        fixture.until(steps, "2026-06-01T00:00:00Z");

        assertThat(fixture.enrolment(hanako).standing().status()).isEqualTo(EnrolmentStatus.COMPLETED);
        assertThat(fixture.history(hanako)).containsExactly("date DONE", "mail MAILED");
    }

    @Test
    @Tag("R7.2")
    void drain_onSeveralThreads_mailsEverybodyOnce() throws Exception {
        StepScheduler steps = fixture.scheduler(Scenario.named("two")
                .step("one", immediately(), mail(StepFixture.THANKS))
                .step("two", mail(StepFixture.OFFER))
                .build());
        List<ContactId> ids = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ids.add(fixture.contact("c" + i));
        }
        steps.enrol("two", ids);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            StepReport report = steps.on(threads, 4).drain();
            assertThat(report).isEqualTo(new StepReport(800, 800, 0, 0));
            assertThat(steps.on(threads, 4).drain()).isEqualTo(new StepReport(0, 0, 0, 0));
        } finally {
            threads.shutdownNow();
        }
        fixture.engine.hato.dispatcher().drain();
        Map<String, Long> mails = fixture.engine.transport.attempts().stream()
                .collect(Collectors.groupingBy(attempt -> attempt.recipient().value(), Collectors.counting()));
        assertThat(mails).hasSize(400);
        assertThat(mails.values()).containsOnly(2L);
    }

    @Test
    void drain_withoutAFreeThread_isDoneByTheCaller() {
        StepScheduler steps = fixture.scheduler(Scenario.named("s")
                .step("one", immediately(), mail(StepFixture.THANKS))
                .build());
        steps.enrol(fixture.contact("a"));
        List<Runnable> late = new ArrayList<>();
        assertThat(steps.on(late::add, 3).drain().mailed()).isEqualTo(1);
        steps.enrol(fixture.contact("b"));
        late.forEach(Runnable::run); // the round they belonged to is over
        assertThat(steps.on(Runnable::run, 3).drain().mailed()).isEqualTo(1);
        steps.enrol(fixture.contact("c"));
        StepScheduler refused = steps.on(
                task -> {
                    throw new RejectedExecutionException("shut down");
                },
                2);
        assertThat(refused.drain().mailed()).isEqualTo(1);
        assertThatThrownBy(() -> steps.on(Runnable::run, 0)).hasMessageContaining("parallelism is 0");
    }

    @Test
    @Tag("R7.4")
    void drain_whoseStoreFailsOnOneThread_throwsAndLeavesTheRestDue() {
        CountedStores stores = new CountedStores();
        StepScheduler steps = StepScheduler.builder(hato(stores), stores.steps())
                .scenario(Scenario.named("s")
                        .step("one", immediately(), mail(StepFixture.THANKS))
                        .build())
                .build();
        for (int i = 0; i < 300; i++) {
            Contact contact = Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp"));
            ((EditableContactStore) stores.contacts()).save(contact);
            steps.enrol(contact.id());
        }
        AtomicInteger claims = new AtomicInteger();
        stores.beforeClaim = () -> {
            if (claims.incrementAndGet() >= 2) {
                throw new IllegalStateException("the database is gone");
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            assertThatThrownBy(() -> steps.on(threads, 3).drain()).hasMessage("the database is gone");
        } finally {
            threads.shutdownNow();
        }
        stores.beforeClaim = () -> {};
        assertThat(steps.drain().mailed()).isBetween(100L, 300L);
        assertThat(steps.funnel().step("one").mailed()).isEqualTo(300);
    }
}
