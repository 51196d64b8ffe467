package dev.hato.examples.guide;

import static dev.hato.segment.Conditions.clicked;
import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.businessDays;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.months;
import static dev.hato.step.Steps.notifyStaff;
import static dev.hato.step.Steps.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.hato.Hato;
import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.LeapDay;
import dev.hato.calendar.QuietHours;
import dev.hato.calendar.TimeWindow;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.LegalNotices;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.report.StepRow;
import dev.hato.step.EditEffect;
import dev.hato.step.EditPlan;
import dev.hato.step.PastDuePolicy;
import dev.hato.step.Scenario;
import dev.hato.step.StepRun;
import dev.hato.step.StepScheduler;
import dev.hato.step.StepTiming;
import dev.hato.step.Steps;
import dev.hato.step.TemplateCatalog;
import dev.hato.testkit.MovableClock;
import dev.hato.testkit.RecordingTransport;
import dev.hato.testkit.Rehearsal;
import dev.hato.testkit.RehearsalPlan;
import dev.hato.tracking.Reactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the guide to steps, which run here, and of which the guide shows nothing else. */
class StepsGuideTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");
    private static final TextAttribute TIME_ZONE = Attribute.text("time_zone");
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    private final MessageTemplate thanks = template("thanks");
    private final MessageTemplate cases = template("cases");
    private final MessageTemplate offer = template("offer");
    private final MessageTemplate lastCall = template("last-call");
    private final Scenario brochure = brochure();
    private final Contact hanako = Contact.of("hanako@example.jp");
    private final Contact taro = Contact.of("taro@example.jp");
    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores stores = MemoryStores.create();
    private final Hato hato = Hato.builder(stores, new RecordingTransport())
            .sender(Mailbox.of("鳩の店", "news@shop.example"))
            .legalNotices(LegalNotices.NOT_CHECKED)
            .zone(TOKYO)
            .clock(clock)
            .build();

    private static MessageTemplate template(String name) {
        return MessageTemplate.named(name)
                .subject(name)
                .text("{{ contact.email }}")
                .build();
    }

    private Scenario brochure() {
        Scenario brochure = Scenario.named("brochure-follow-up")
                .startsOn(event("brochure.requested"))
                .step("thanks", immediately(), mail(thanks))
                .step("day-3", days(3).at(10, 0), mail(cases))
                .step("day-7", days(7).at(10, 0), mail(offer).onlyIf(not(clicked("cases"))))
                .step("day-14", days(14).at(10, 0), mail(lastCall))
                .exitsOn(event("purchase"))
                .build();
        return brochure;
    }

    @Test
    void scheduler_runs() {
        hato.contacts().save(hanako);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Instant now = clock.instant();
        StepScheduler steps = StepScheduler.builder(hato, stores.steps())
                .scenario(brochure)
                .holidays(HolidayCalendar.japan())
                .quietHours(QuietHours.of(TimeWindow.hours(21, 8)))
                .cap(FrequencyCap.perDay(2).deferring())
                .contactZone(TIME_ZONE)
                .build();
        StepRun run = steps.start(executor); // looks twice a second; close it at the end

        steps.signal(ContactEvent.of(hanako.id(), "brochure.requested", now));
        run.close();
        executor.shutdown();
        assertThat(steps.timeline(hanako.id()).enrolments()).hasSize(1);
    }

    @Test
    void hostsTransaction_enrolsWithIt() {
        hato.contacts().save(hanako);
        StepScheduler steps =
                StepScheduler.builder(hato, stores.steps()).scenario(brochure).build();
        ContactEvent request = ContactEvent.of(hanako.id(), "brochure.requested", clock.instant());
        stores.inTransaction(transaction -> steps.signal(transaction, request));
        assertThat(steps.timeline(hanako.id()).enrolments()).hasSize(1);
    }

    @Test
    void timings_read() {
        List<StepTiming> timings = List.of(
                hours(2),
                days(3),
                days(3).at(10, 0),
                months(1).at(10, 0),
                afterPrevious(days(1)).at(10, 0),
                businessDays(5).at(9, 0),
                days(3).at(10, 0).onBusinessDays(BusinessDayShift.NEXT),
                Steps.from(BIRTHDAY, days(-7)).at(9, 0).yearly().leapDay(LeapDay.MAR_1));
        assertThat(timings.get(7).timing().toString())
                .isEqualTo("7 days before birthday at 09:00, yearly (29 February: MAR_1)");
        assertThat(timings.get(5).timing().toString()).isEqualTo("5 business days after enrolment at 09:00");
    }

    @Test
    void waits_read() {
        Scenario quote = Scenario.named("quote")
                .startsOn(event("quote.sent"))
                .step("told", immediately(), notifyStaff("sales", "The quote is out."))
                .step("wait", waitFor(event("reply")).upTo(businessDays(5)).onEvent("answered"))
                .step("remind", afterPrevious(businessDays(1)).at(10, 0), mail(lastCall))
                .step("answered", notifyStaff("sales", "Look at the quote again."))
                .goal(event("deal.won"))
                .exitsOn(event("deal.lost"))
                .build();
        assertThat(quote.plan()).contains("up to 5 business days");
    }

    @Test
    void edit_isPlannedAndApplied() {
        hato.contacts().save(hanako);
        StepScheduler.builder(hato, stores.steps()).scenario(brochure).build().enrol(hanako.id());
        TemplateCatalog templates = TemplateCatalog.of(thanks, cases, offer, lastCall);
        StepScheduler steps = StepScheduler.builder(hato, stores.steps())
                .running("brochure-follow-up", templates) // the version in force
                .build();
        Scenario sooner = Scenario.named("brochure-follow-up")
                .startsOn(event("brochure.requested"))
                .step("thanks", immediately(), mail(thanks))
                .step("day-3", days(2).at(10, 0), mail(cases)) // same key, other day
                .step("day-14", days(14).at(10, 0), mail(lastCall)) // day-7 is gone
                .exitsOn(event("purchase"))
                .pastDue(PastDuePolicy.sendWithin(Duration.ofHours(6)))
                .build();
        EditPlan plan = steps.plan(sooner);
        System.out.println(plan); // who moves, skips, completes; who is mailed within the hour
        plan.apply();
        assertThat(plan.count(EditEffect.Kind.UNCHANGED)).isEqualTo(1);
        assertThat(steps.plan(sooner).counts()).isNotEmpty();
    }

    @Test
    void questions_areAnswered() {
        hato.contacts().save(hanako);
        StepScheduler steps =
                StepScheduler.builder(hato, stores.steps()).scenario(brochure).build();
        steps.enrol(hanako.id());
        steps.drain();
        System.out.println(steps.timeline(hanako.id()).text(TOKYO));
        System.out.println(steps.explain(hanako.id(), "day-7").text(TOKYO));
        System.out.println(steps.funnel());
        assertThat(steps.timeline(hanako.id()).text(TOKYO)).contains("waits for day-3, due 2026-04-04 10:00");
    }

    @Test
    void steps_haveRowsOfTheHistory() {
        hato.contacts().save(hanako);
        StepScheduler steps =
                StepScheduler.builder(hato, stores.steps()).scenario(brochure).build();
        steps.enrol(hanako.id());
        steps.drain();
        hato.dispatcher().drain();
        for (StepRow row : steps.history()) {
            Reactions.Count count = new Reactions(stores, clock).of(row);
            System.out.println(row.step() + " " + row.content().subject() + " " + row.target() + " " + row.handedOver()
                    + " " + row.bounced() + " " + row.excluded() + " " + count.openRate() + " " + count.clickRate());
        }
        assertThat(steps.history()).extracting(StepRow::handedOver).containsExactly(1L, 0L, 0L, 0L);
    }

    @Test
    void whoBuys_getsNoMoreMail() {
        RehearsalPlan plan = Rehearsal.of(brochure)
                .contacts(hanako, taro)
                .from(Instant.parse("2026-04-01T00:00:00Z"))
                .to(Instant.parse("2026-07-01T00:00:00Z"))
                .event(ContactEvent.of(taro.id(), "purchase", Instant.parse("2026-04-05T03:00:00Z")))
                .run();
        assertThat(plan.of(taro.id()))
                .extracting(RehearsalPlan.Line::step, RehearsalPlan.Line::what)
                .containsExactly(
                        tuple("thanks", "mailed"), tuple("day-3", "mailed"), tuple("day-7", "skipped: EXITED"));
        assertThat(plan.mailed()).isEqualTo(6);
    }

    @Test
    void crowd_isDrawn(@TempDir Path folder) throws IOException {
        List<Contact> crowd = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            crowd.add(Contact.of(ContactId.of("c" + i), EmailAddress.of("c" + i + "@example.jp")));
        }
        RehearsalPlan plan = Rehearsal.of(brochure)
                .contacts(crowd)
                .from(Instant.parse("2026-04-01T00:00:00Z"))
                .to(Instant.parse("2026-07-01T00:00:00Z"))
                .clicks(0.3, Duration.ofHours(5), 42) // three in ten click in each mail; 42 decides who
                .run();
        System.out.println(plan.summary());
        Files.writeString(folder.resolve("brochure.html"), plan.html(Locale.JAPANESE));
        assertThat(plan.mailed()).isBetween(600L, 800L);
    }

    /** Each block of Java in the guide stands in this file, or in the CRM's example, but for white space. */
    @Test
    void guide_showsOnlyWhatIsCompiled() throws IOException {
        StringBuilder compiled = new StringBuilder();
        try (Stream<Path> files = Stream.of(
                        "examples/src/test/java/dev/hato/examples/guide/StepsGuideTest.java",
                        "examples/src/main/java/dev/hato/examples/crm/QuoteFollowUp.java")
                .map(ROOT::resolve)) {
            for (Path file : files.toList()) {
                compiled.append(bare(Files.readString(file)));
            }
        }
        Matcher block = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/steps.md")));
        int blocks = 0;
        while (block.find()) {
            blocks++;
            assertThat(compiled).as(block.group(1)).contains(bare(block.group(1)));
        }
        assertThat(blocks).isEqualTo(10);
    }

    private static String bare(String code) {
        return code.replaceAll("\\s+", "");
    }
}
