package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.FORM;
import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.calendar.QuietHours;
import dev.hato.calendar.TimeWindow;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.RetryPolicy;
import dev.hato.delivery.SendResult;
import dev.hato.message.Mailbox;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No-send windows (配信禁止時間帯) over whole deliveries. */
@Tag("R6.3")
@Timeout(60)
class QuietDeliveryTest {
    private static final TextAttribute ZONE = Attribute.text("zone");
    private static final QuietHours NIGHTS = QuietHours.of(TimeWindow.hours(21, 9));
    private static final String EVENING = "2026-04-01T12:00:00Z"; // 21:00 in Tokyo
    private static final String MORNING = "2026-04-02T00:00:00Z"; // 09:00 there

    private final EngineFixture engine = new EngineFixture();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private Hato hato(MailTransport transport, UnaryOperator<Hato.Builder> more) {
        return more.apply(Hato.builder(engine.stores, transport)
                        .sender(Mailbox.of("鳩の店", "news@shop.example"))
                        .clock(engine.clock)
                        .zone(ZoneId.of("Asia/Tokyo"))
                        .quietHours(NIGHTS)
                        .contactZone(ZONE)
                        .legalNotices(LegalNotices.NOT_CHECKED))
                .build();
    }

    private Hato hato() {
        return hato(engine.transport, builder -> builder);
    }

    private void at(String instant) {
        engine.clock.set(Instant.parse(instant));
    }

    private static Delivery submit(Hato hato) {
        return hato.deliveries().group("sale", NEWS, SALE).submit();
    }

    private List<String> sent() {
        return engine.transport.attempts().stream()
                .map(attempt -> attempt.recipient().localPart())
                .toList();
    }

    private void live(String id, String zone) {
        engine.hato.contacts().save(engine.subscriber(id).with(ZONE, zone));
    }

    @Test
    void immediateDelivery_inTheNight_waitsOverMidnightAndGoesOnByItself() {
        Hato hato = hato();
        engine.subscribers(30);
        at(EVENING);
        Delivery delivery = submit(hato);
        assertThat(hato.dispatcher().drain().outcomes()).isEqualTo(Map.of(MailState.PLANNED, 30L));
        at("2026-04-01T23:59:59Z");
        assertThat(hato.dispatcher().drain().outcomes()).isEmpty();
        assertThat(sent()).isEmpty();
        assertThat(hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.SENDING);
        at(MORNING);
        assertThat(hato.dispatcher().drain().count(MailState.HANDED_OVER)).isEqualTo(30);
        assertThat(hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    @Test
    void spotDelivery_waitsToo_andTransactionalMailPasses() {
        Hato hato = hato();
        engine.subscribers(3);
        at(EVENING);
        hato.deliveries().spot("recall", SALE, "a recall").submit();
        assertThat(hato.send(Mail.of(SALE).to(engine.contact("now")).key("now").build()))
                .isInstanceOf(SendResult.Accepted.class);
        hato.enqueue(Mail.of(SALE).to(engine.contact("soon")).key("soon").build());
        hato.dispatcher().drain();
        assertThat(sent()).containsExactly("now", "soon");
        at(MORNING);
        hato.dispatcher().drain();
        assertThat(sent()).contains("s0", "s1", "s2").hasSize(2 + 5);
    }

    @Test
    @Tag("R6.1")
    void windows_areThoseOfTheContactsClock_elseTheEngines() {
        Hato hato = hato();
        live("london", "Europe/London");
        live("misspelt", "Europe/Lundun");
        engine.subscriber("none");
        at(EVENING);
        submit(hato);
        hato.dispatcher().drain();
        assertThat(sent()).containsExactly("london");
        at(MORNING); // one at night in London
        submit(hato);
        hato.dispatcher().drain();
        assertThat(sent()).containsExactlyInAnyOrder("london", "misspelt", "misspelt", "none", "none");
        at("2026-04-02T08:00:00Z"); // nine in the British summer
        hato.dispatcher().drain();
        assertThat(sent()).filteredOn("london"::equals).hasSize(2);
    }

    @Test
    @Tag("R6.1")
    void windows_onDaysWhenClocksAreMoved_endAsTheClockShows() {
        Hato hato = hato(
                engine.transport,
                builder -> builder.zone(ZoneId.of("America/New_York"))
                        .quietHours(QuietHours.of(TimeWindow.of(LocalTime.of(1, 0), LocalTime.of(2, 30)))));
        engine.subscriber("a");
        at("2026-03-08T06:30:00Z");
        submit(hato);
        hato.dispatcher().drain();
        at("2026-03-08T06:59:59Z");
        hato.dispatcher().drain();
        assertThat(sent()).isEmpty();
        at("2026-03-08T07:00:00Z"); // 02:30 does not exist; 03:00 is the first after it
        hato.dispatcher().drain();
        assertThat(sent()).hasSize(1);
        at("2026-11-01T05:00:00Z"); // 01:00, for the first time
        submit(hato);
        hato.dispatcher().drain();
        at("2026-11-01T07:29:59Z");
        hato.dispatcher().drain();
        assertThat(sent()).hasSize(1);
        at("2026-11-01T07:30:00Z");
        hato.dispatcher().drain();
        assertThat(sent()).hasSize(2);
    }

    @Test
    void heldDelivery_doesNotKeepOthersWaiting() {
        Hato hato = hato();
        engine.subscribers(1_000);
        live("z-london", "Europe/London");
        at(EVENING);
        submit(hato);
        DispatchReport report = hato.dispatcher().on(threads, 2).drain();
        assertThat(report.outcomes()).isEqualTo(Map.of(MailState.PLANNED, 1_000L, MailState.HANDED_OVER, 1L));
        at(MORNING);
        report = hato.dispatcher().on(threads, 2).drain();
        assertThat(report.outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 1_000L));
        assertThat(sent()).hasSize(1_001).doesNotHaveDuplicates();
    }

    @Test
    void windowThatOpens_onThreads_letsOnlyTheMailInTheAirLeave() {
        Hato hato = hato();
        engine.subscribers(200);
        at("2026-04-01T11:59:59Z");
        submit(hato);
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() >= 20) {
                at(EVENING);
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        DispatchReport report = hato.dispatcher().on(threads, 4).drain();
        assertThat(report.count(MailState.HANDED_OVER)).isBetween(20L, 24L);
        assertThat(report.count(MailState.PLANNED)).isEqualTo(200 - report.count(MailState.HANDED_OVER));
        at(MORNING);
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        hato.dispatcher().on(threads, 4).drain();
        assertThat(sent()).hasSize(200).doesNotHaveDuplicates();
    }

    @Test
    void windowThatOpens_inARow_holdsWhatHadBegunAhead() {
        RowTransport rows = new RowTransport();
        Hato hato = hato(rows, builder -> builder);
        engine.subscribers(50);
        at("2026-04-01T11:59:59Z");
        submit(hato);
        rows.answer = mail -> {
            if (rows.sent.size() == 10) {
                at(EVENING);
            }
            return new SendOutcome.HandedOver("250 ok");
        };
        assertThat(hato.dispatcher().drain().outcomes())
                .isEqualTo(Map.of(MailState.HANDED_OVER, 10L, MailState.PLANNED, 40L));
        at(MORNING);
        hato.dispatcher().drain();
        assertThat(rows.sent)
                .extracting(mail -> mail.recipient().localPart())
                .hasSize(50)
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("R7.4")
    void claimsOfADeadNode_areTakenOverInTheNight_andHeld() {
        Hato hato = hato();
        engine.subscribers(10);
        at("2026-04-01T11:59:50Z");
        Delivery delivery = submit(hato);
        hato(engine.transport, builder -> builder.quietHours(QuietHours.of(TimeWindow.hours(20, 9))))
                .dispatcher()
                .drain(); // plans and holds
        at(MORNING);
        Instant now = engine.clock.instant();
        List<Claim> claims = engine.stores.outbox().claim(ClaimRequest.any("dead", now, now.plusSeconds(30), 10));
        assertThat(engine.stores.outbox().start(claims.subList(0, 1), now)).hasSize(1);
        at("2026-04-02T13:00:00Z"); // the next night
        assertThat(hato.dispatcher().drain().outcomes())
                .isEqualTo(Map.of(MailState.UNKNOWN, 1L, MailState.PLANNED, 9L));
        at("2026-04-03T00:00:00Z");
        hato.dispatcher().drain();
        assertThat(sent()).hasSize(9).doesNotHaveDuplicates();
        assertThat(hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    @Test
    void pauseAndResume_ofAHeldDelivery_doNotOpenTheWindow() {
        Hato hato = hato();
        engine.subscribers(5);
        at(EVENING);
        Delivery delivery = submit(hato);
        hato.dispatcher().drain();
        hato.deliveries().pause(delivery.id());
        hato.deliveries().resume(delivery.id());
        hato.dispatcher().drain();
        assertThat(sent()).isEmpty();
        hato.deliveries().pause(delivery.id());
        at("2026-04-02T01:00:00Z");
        hato.dispatcher().drain();
        assertThat(sent()).as("paused by hand").isEmpty();
        hato.deliveries().resume(delivery.id());
        hato.dispatcher().drain();
        assertThat(sent()).hasSize(5);
    }

    @Test
    void cancelOrStop_whileHeld_countsWhenTheWindowEnds() {
        Hato hato = hato();
        engine.subscribers(2);
        at(EVENING);
        Delivery delivery = submit(hato);
        Delivery cancelled = submit(hato);
        hato.dispatcher().drain();
        hato.consents().stop(ContactId.of("s0"), NEWS, FORM);
        hato.deliveries().cancel(cancelled.id());
        at(MORNING);
        hato.dispatcher().drain();
        assertThat(sent()).containsExactly("s1");
        assertThat(hato.deliveries().progress(delivery.id()).tally().excluded())
                .isEqualTo(Map.of(ExclusionReason.STOPPED, 1L));
        assertThat(hato.deliveries().progress(cancelled.id()).tally().count(MailState.HANDED_OVER))
                .isZero();
    }

    @Test
    @Tag("R7.3")
    void refusedMail_whoseRetryFallsInTheNight_keepsItsAttemptsAndItsPatience() {
        QuietHours weekend = QuietHours.of(
                TimeWindow.hours(18, 12).on(DayOfWeek.FRIDAY),
                TimeWindow.hours(12, 6).on(DayOfWeek.SATURDAY),
                TimeWindow.hours(6, 24).on(DayOfWeek.SUNDAY));
        Duration day = Duration.ofDays(1);
        Hato hato = hato(
                engine.transport,
                builder -> builder.quietHours(weekend)
                        .retries(new RetryPolicy(Duration.ofMinutes(30), Duration.ofHours(4), day)));
        engine.subscriber("a");
        at("2026-04-03T09:00:00Z"); // Friday, 18:00
        Delivery delivery = submit(hato);
        hato.dispatcher().drain();
        at("2026-04-05T15:00:00Z"); // Monday
        engine.transport.answer(attempt -> new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 450, "4.2.0 later"));
        assertThat(hato.dispatcher().drain().outcomes()).isEqualTo(Map.of(MailState.DEFERRED, 1L));
        Hato stricter = hato(engine.transport, builder -> builder);
        at("2026-04-06T12:00:00Z"); // Monday night
        assertThat(stricter.dispatcher().drain().outcomes()).isEqualTo(Map.of(MailState.DEFERRED, 1L));
        hato.deliveries().mails(delivery.id(), entry -> {
            assertThat(entry.progress().attempts()).isEqualTo(1);
            assertThat(entry.progress().detail()).contains("4.2.0 later");
            assertThat(entry.progress().at()).isEqualTo("2026-04-07T00:00:00Z");
        });
        assertThat(sent()).hasSize(1);
    }

    @Test
    void refusedMails_inTheNight_areNotTriedAgain() {
        Hato hato = hato();
        engine.subscribers(20);
        submit(hato);
        engine.transport.answer(attempt -> new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, "refused"));
        assertThat(hato.dispatcher().drain().routeFailure()).isEqualTo("refused");
        int tried = sent().size();
        at(EVENING);
        DispatchReport night = hato.dispatcher().drain();
        assertThat(night.routeFailure()).isNull();
        assertThat(night.outcomes())
                .isEqualTo(Map.of(MailState.DEFERRED, (long) tried, MailState.PLANNED, 20L - tried));
        assertThat(sent()).hasSize(tried);
    }
}
