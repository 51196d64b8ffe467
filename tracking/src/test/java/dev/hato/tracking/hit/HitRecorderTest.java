package dev.hato.tracking.hit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.StepMail;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.testkit.MovableClock;
import dev.hato.tracking.conversion.Conversion;
import dev.hato.tracking.conversion.Conversions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9.4")
class HitRecorderTest {
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final ContactId TARO = ContactId.of("taro");
    private static final String FIREFOX =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";
    private static final String ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores stores = MemoryStores.create();
    private final List<ContactEvent> told = new ArrayList<>();

    HitRecorderTest() {
        for (ContactId id : List.of(HANAKO, TARO)) {
            stores.contacts().save(Contact.of(id, EmailAddress.of(id + "@example.jp")));
        }
    }

    private HitLog log(Consumer<ContactEvent> recorder) {
        return HitLog.into(stores).clock(clock).recordedBy(recorder).build();
    }

    private void click(HitLog log, ContactId contact, String source, String agent) {
        log.add(
                HitKind.CLICK,
                new SendKey(source, "day-3", contact, ""),
                new Hit.Link(1, false, "https://shop.example/"),
                new Hit.Client("GET", agent, ""));
    }

    private void tend(HitLog log) {
        clock.advance(Duration.ofMinutes(1));
        log.tend();
    }

    private List<ContactEvent> events(ContactId contact, String type) {
        return stores.events().find(contact, type, Instant.EPOCH, clock.instant());
    }

    private void store(ContactEvent event) {
        told.add(event);
        stores.events().add(event);
    }

    @Test
    void recorder_getsWhatCountsAlone() {
        HitLog log = log(this::store);
        click(log, HANAKO, "mail", FIREFOX);
        click(log, TARO, "mail", ROBOT);
        tend(log);

        assertThat(told).extracting(ContactEvent::type).containsExactly(MailEvents.CLICKED);
        assertThat(events(HANAKO, MailEvents.CLICKED)).isEqualTo(told);
        assertThat(events(HANAKO, HitEvents.HIT)).hasSize(1);
        assertThat(events(TARO, HitEvents.CLICKED_BY_MACHINE)).hasSize(1);
    }

    @Test
    void recorderThatFailsOnce_getsTheEventAgain_andTheOthersMeanwhile() {
        List<ContactEvent> refused = new ArrayList<>();
        HitLog log = log(event -> {
            if (event.contact().equals(HANAKO) && refused.isEmpty()) {
                refused.add(event);
                throw new IllegalStateException("busy");
            }
            store(event);
        });
        click(log, HANAKO, "mail", FIREFOX);
        click(log, TARO, "mail", FIREFOX);
        tend(log);
        assertThat(told).extracting(ContactEvent::contact).containsExactly(TARO);
        assertThat(log.waiting()).isEqualTo(2);

        tend(log);
        assertThat(told).contains(refused.get(0));
        assertThat(log.waiting()).isZero();
        assertThat(events(TARO, MailEvents.CLICKED)).hasSize(1);
    }

    @Test
    void recorderThatNeverTakesAnEvent_keepsNothingUp() {
        HitLog log = log(event -> {
            throw new IllegalStateException("never");
        });
        click(log, HANAKO, "mail", FIREFOX);
        for (int i = 0; i < 3; i++) {
            assertThat(events(HANAKO, MailEvents.CLICKED)).isEmpty();
            tend(log);
        }

        assertThat(events(HANAKO, MailEvents.CLICKED)).hasSize(1);
        assertThat(log.waiting()).isZero();
    }

    /** As conditions ask for it: {@code mail("cases").clicked()}. */
    @Test
    void hitOfAScenariosMail_hasTheMailsName() {
        stores.steps()
                .save(new StoredScenario(
                        "brochure",
                        1,
                        "{}",
                        MailingList.of("news"),
                        Map.of("day-3", new StepMail("cases", "Cases", true)),
                        StoredScenario.State.NEW));
        HitLog log = HitLog.into(stores).clock(clock).build();
        click(log, HANAKO, "scenario:brochure", FIREFOX);
        tend(log);

        assertThat(events(HANAKO, MailEvents.CLICKED).get(0).properties().get(MailEvents.MAIL))
                .isEqualTo("cases");
    }

    @Test
    @Tag("R9.6")
    void recorderThatReportsAConversionOfTheClick_endsAndAttributesIt() {
        HitLog[] log = new HitLog[1];
        log[0] = log(event -> {
            store(event);
            Conversions.over(stores).after(log[0]).record(Conversion.of(event.id(), event.contact(), event.at()));
        });
        click(log[0], HANAKO, "mail", FIREFOX);
        click(log[0], TARO, "mail", FIREFOX);
        tend(log[0]);

        assertThat(told).hasSize(2);
        assertThat(log[0].waiting()).isZero();
        assertThat(events(HANAKO, Conversions.CONVERTED)).hasSize(1);
        assertThat(events(TARO, Conversions.CONVERTED)).hasSize(1);
    }

    @Test
    void recorderThatFlushesOrTends_writesEachHitOnceAndDropsNone() {
        HitLog[] log = new HitLog[1];
        log[0] = log(event -> {
            store(event);
            log[0].tend();
            log[0].flush();
        });
        click(log[0], HANAKO, "mail", FIREFOX);
        clock.advance(Duration.ofSeconds(50));
        tend(log[0]);
        click(log[0], TARO, "mail", FIREFOX);
        assertThat(log[0].waiting()).isEqualTo(1);
        log[0].flush();

        assertThat(told).hasSize(2);
        assertThat(log[0].waiting()).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(events(TARO, HitEvents.HIT)).hasSize(1);
    }
}
