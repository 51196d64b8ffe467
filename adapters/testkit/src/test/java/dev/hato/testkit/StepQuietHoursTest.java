package dev.hato.testkit;

import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static dev.hato.step.Steps.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.calendar.QuietHours;
import dev.hato.calendar.TimeWindow;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.MailState;
import dev.hato.message.Mailbox;
import dev.hato.segment.Conditions;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The engine's quiet hours and the mails of scenarios. */
@Tag("R6.3")
class StepQuietHoursTest {
    private static final TextAttribute ZONE = Attribute.text("zone");
    private static final TextAttribute TAG = Attribute.text("tag");
    private static final String NIGHT = "2026-04-01T13:00:00Z"; // 22:00 in Tokyo
    private static final String MORNING = "2026-04-02T00:00:00Z"; // 09:00 there

    private final StepFixture fixture = new StepFixture();
    private final EngineFixture engine = fixture.engine;
    private final Hato hato = Hato.builder(engine.stores, engine.transport)
            .sender(Mailbox.of("鳩の店", "news@shop.example"))
            .clock(engine.clock)
            .zone(ZoneId.of("Asia/Tokyo"))
            .quietHours(QuietHours.of(TimeWindow.hours(21, 9)))
            .contactZone(ZONE)
            .legalNotices(LegalNotices.NOT_CHECKED)
            .build();

    private StepScheduler scheduler(UnaryOperator<StepScheduler.Builder> more) {
        Scenario welcome = Scenario.named("welcome")
                .step("thanks", immediately(), mail(StepFixture.THANKS))
                .step("week", days(7).at(10, 0), mail(StepFixture.OFFER))
                .exitsOn(Conditions.event("purchase"))
                .build();
        return more.apply(StepScheduler.builder(hato, engine.stores.steps()).scenario(welcome))
                .build();
    }

    /** Makes mails at night whatever the engine's windows are. */
    private StepScheduler sleepless() {
        return scheduler(builder -> builder.quietHours(QuietHours.NONE));
    }

    private ContactId contact(String id, String zone) {
        Contact contact = engine.contact(id).with(ZONE, zone);
        return fixture.save(contact).id();
    }

    private void at(String instant) {
        engine.clock.set(Instant.parse(instant));
    }

    @Test
    @Tag("R6.1")
    void scheduler_takesTheEnginesWindowsAndZones() {
        StepScheduler steps = scheduler(builder -> builder);
        at(NIGHT);
        steps.enrol(contact("tokyo", "Asia/Tokyo"), contact("london", "Europe/London"));
        steps.drain();
        hato.dispatcher().drain();
        assertThat(fixture.sent()).containsExactly("london@example.jp thanks");
        assertThat(steps.nextDue()).contains(Instant.parse(MORNING));
        at(MORNING);
        steps.drain();
        hato.dispatcher().drain();
        assertThat(fixture.sent()).hasSize(2).contains("tokyo@example.jp thanks");
    }

    @Test
    @Tag("R6.1")
    void mailThatIsMadeAtNight_isHeldOnTheContactsClock() {
        StepScheduler steps = sleepless();
        at(NIGHT);
        steps.enrol(contact("tokyo", "Asia/Tokyo"), contact("london", "Europe/London"));
        steps.drain();
        assertThat(hato.dispatcher().drain().outcomes())
                .isEqualTo(Map.of(MailState.HANDED_OVER, 1L, MailState.PLANNED, 1L));
        assertThat(fixture.sent()).containsExactly("london@example.jp thanks");
        at(MORNING);
        hato.dispatcher().drain();
        assertThat(fixture.sent()).hasSize(2).contains("tokyo@example.jp thanks");
    }

    @Test
    void mailThatIsHeld_isTakenBackWhenItsEnrolmentEnds() {
        StepScheduler steps = sleepless();
        ContactId contact = contact("tokyo", "Asia/Tokyo");
        ContactId other = contact("other", "Asia/Tokyo");
        at(NIGHT);
        steps.enrol(contact, other);
        steps.drain();
        hato.dispatcher().drain();
        at("2026-04-01T15:00:00Z");
        steps.signal(fixture.event(contact, "purchase", "e1"));
        at(MORNING);
        steps.drain();
        hato.dispatcher().drain();
        assertThat(fixture.sent()).containsExactly("other@example.jp thanks");
    }

    @Test
    @Tag("R5.4")
    void stepsBehindOneThatIsHeld_areHeldWithIt() {
        Scenario evening = Scenario.named("evening")
                .step("a", days(1).at(22, 0), mail(StepFixture.THANKS))
                .step("b", days(1).at(23, 0), mail(StepFixture.OFFER))
                .step("tag", hours(40), set(TAG, "told"))
                .step("c", days(2).at(10, 0), mail(StepFixture.CASES))
                .build();
        StepScheduler steps = StepScheduler.builder(hato, engine.stores.steps())
                .scenario(evening)
                .build();
        at("2026-04-01T00:00:00Z");
        ContactId hanako = contact("hanako", "Asia/Tokyo");
        steps.enrol(hanako);
        at("2026-04-02T13:00:00Z");
        steps.drain();
        assertThat(fixture.history(hanako)).isEmpty();
        at("2026-04-03T00:00:00Z");
        steps.drain();
        assertThat(fixture.history(hanako)).containsExactly("a MAILED", "b MAILED", "tag DONE");
        at("2026-04-03T01:00:00Z");
        steps.drain();
        assertThat(fixture.history(hanako)).last().isEqualTo("c MAILED");
    }
}
