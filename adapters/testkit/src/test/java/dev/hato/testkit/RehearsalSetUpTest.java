package dev.hato.testkit;

import static dev.hato.segment.Conditions.inSegment;
import static dev.hato.step.Steps.branch;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.end;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.BusinessDayShift;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.consent.MailingList;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.message.Imprint;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Segment;
import dev.hato.step.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rehearsal of scenarios as they are: with marketing mail, lists, segments and holidays. */
class RehearsalSetUpTest {
    private static final TextAttribute RANK = Attribute.text("rank");
    private static final Contact HANAKO = Contact.of(ContactId.of("hanako"), EmailAddress.of("hanako@example.jp"))
            .with(RANK, "gold");
    private static final Contact TARO = Contact.of(ContactId.of("taro"), EmailAddress.of("taro@example.jp"));
    private static final MessageTemplate MARKETING = MessageTemplate.named("marketing")
            .subject("春のご案内")
            .text("{{ sender.name }} {{ sender.postal_address }} {{ sender.contact }} {{ unsubscribe.url }}")
            .build();

    private static Rehearsal of(Scenario scenario, String start) {
        Instant from = Instant.parse(start);
        return Rehearsal.of(scenario).contacts(HANAKO, TARO).from(from).to(from.plus(Duration.ofDays(30)));
    }

    private static List<String> words(RehearsalPlan plan) {
        return plan.lines().stream()
                .map(line -> line.at() + " " + line.contact() + " " + line.step() + " " + line.what())
                .toList();
    }

    @Test
    void marketingMail_canBeFilled_andIsHandedToTheTransport() {
        RecordingTransport transport = new RecordingTransport();
        Scenario scenario =
                Scenario.named("s").step("a", immediately(), mail(MARKETING)).build();
        assertThat(of(scenario, "2026-04-01T00:00:00Z")
                        .transport(transport)
                        .engine(hato -> hato.imprint(Imprint.of("鳩の店", "東京都千代田区鳩町1-2-3", "help@shop.example")))
                        .bounces(TARO)
                        .run()
                        .mailed())
                .isEqualTo(1);
        assertThat(transport.attempts()).hasSize(1);
        assertThat(new ParsedMail(transport.attempts().get(0).mail().toByteArray()).text())
                .contains("鳩の店 東京都千代田区鳩町1-2-3 help@shop.example https://example.com/unsubscribe");
    }

    @Test
    @Tag("R2.1")
    void scenarioUnderAList_reachesItsSubscribers() {
        Scenario scenario = Scenario.named("s")
                .list(MailingList.of("newsletter"))
                .step("a", days(1), mail(MARKETING))
                .build();
        assertThat(words(of(scenario, "2026-04-01T00:00:00Z")
                        .unsubscribes(TARO.id(), Instant.parse("2026-04-01T00:00:00Z"))
                        .run()))
                .containsExactly(
                        "2026-04-02T00:00:00Z hanako a mailed", "2026-04-02T00:00:00Z taro a skipped: STOPPED");
    }

    @Test
    @Tag("R5.8")
    void segments_areKnown() {
        Scenario scenario = Scenario.named("s")
                .step("ways", branch(inSegment("gold")).to("offer").otherwise("none"))
                .step("none", end())
                .step("offer", mail(MARKETING))
                .build();
        RehearsalPlan plan = of(scenario, "2026-04-01T00:00:00Z")
                .segments(Segment.of("gold", RANK.is("gold")))
                .run();
        assertThat(plan.of(HANAKO.id())).extracting(RehearsalPlan.Line::what).contains("mailed");
        assertThat(plan.of(TARO.id())).extracting(RehearsalPlan.Line::what).doesNotContain("mailed");
    }

    @Test
    @Tag("R6.4")
    void holidays_areTheSchedulersToo() {
        Scenario scenario = Scenario.named("s")
                .step("a", days(2).at(10, 0).onBusinessDays(BusinessDayShift.NEXT), mail(MARKETING))
                .build();
        // 1 May 2026 is a Friday; the 3rd to the 6th are holidays.
        assertThat(words(of(scenario, "2026-05-01T00:00:00Z")
                        .holidays(HolidayCalendar.japan())
                        .run()))
                .containsExactly("2026-05-07T01:00:00Z hanako a mailed", "2026-05-07T01:00:00Z taro a mailed");
    }
}
