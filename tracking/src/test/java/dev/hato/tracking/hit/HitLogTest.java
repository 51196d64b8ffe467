package dev.hato.tracking.hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.testkit.MovableClock;
import dev.hato.tracking.FlakyStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HitLogTest {
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final SendKey MAIL = new SendKey("mail", "spring-sale", HANAKO, "");
    private static final Hit.Client PERSON = new Hit.Client(
            "GET",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0",
            "203.0.113.0/24");

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final FlakyStores stores = new FlakyStores();

    HitLogTest() {
        stores.memory().contacts().save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
        stores.memory()
                .events()
                .add(ContactEvent.of(HANAKO, MailEvents.SENT, clock.instant()).with(MailEvents.MAIL, "spring-sale"));
        clock.advance(Duration.ofMinutes(10));
    }

    private HitLog.Builder log() {
        return HitLog.into(stores).clock(clock);
    }

    private static Hit.Link link(int number) {
        return new Hit.Link(number, false, "https://shop.example/" + number);
    }

    private List<ContactEvent> events(String type) {
        return stores.memory()
                .events()
                .find(HANAKO, type, Instant.EPOCH, clock.instant().plusSeconds(60));
    }

    @Test
    void hits_waitUntilWhatFollowsIsKnown() {
        HitLog log = log().build();
        log.add(HitKind.CLICK, MAIL, link(1), PERSON);
        log.tend();
        clock.advance(Duration.ofSeconds(4));
        log.tend();
        assertThat(events(HitEvents.HIT)).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        log.tend();
        assertThat(events(HitEvents.HIT)).hasSize(1);
        assertThat(log.waiting()).isZero();
        assertThat(events(MailEvents.CLICKED).get(0).properties().get(HitEvents.VERDICT))
                .isEqualTo("HUMAN");
    }

    @Test
    @Tag("R9.4")
    void firstHitOfABurst_isJudgedByThoseAfterIt() {
        HitLog log = log().build();
        for (int i = 0; i < 4; i++) {
            log.add(HitKind.CLICK, MAIL, link(i), PERSON);
            clock.advance(Duration.ofMillis(1_500));
            log.tend();
        }
        clock.advance(Duration.ofSeconds(2));
        log.tend();
        clock.advance(Duration.ofSeconds(60));
        log.tend();

        assertThat(events(HitEvents.HIT)).hasSize(4);
        assertThat(events(MailEvents.CLICKED)).isEmpty();
        assertThat(events(HitEvents.CLICKED_BY_MACHINE))
                .hasSize(4)
                .allSatisfy(event ->
                        assertThat(event.properties().get(HitEvents.REASONS)).isEqualTo("MANY_LINKS"));
    }

    @Test
    void hitOfAMail_knowsWhenItWasHandedOver() {
        HitLog log = log().build();
        log.add(HitKind.OPEN, MAIL, Hit.Link.NONE, PERSON);
        log.flush();

        assertThat(events(HitEvents.HIT).get(0).properties().get(HitEvents.SECONDS))
                .isEqualByComparingTo("600");
        assertThat(HitEvents.handedOver(events(HitEvents.HIT).get(0))).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
    }

    @Test
    void event_givesTheHitBack() {
        HitLog log = log().build();
        Hit.Client client = new Hit.Client("HEAD", "curl/8 \u0000\u0007鳩", "");
        log.add(
                HitKind.CLICK,
                new SendKey("scenario:a", "day-7", HANAKO, "2"),
                new Hit.Link(3, true, "https://鳩.example/"),
                client);
        log.flush();
        Hit hit = HitEvents.hit(events(HitEvents.HIT).get(0));

        assertThat(hit)
                .isEqualTo(new Hit(
                        HitKind.CLICK,
                        new SendKey("scenario:a", "day-7", HANAKO, "2"),
                        clock.instant(),
                        new Hit.Link(3, true, "https://鳩.example/"),
                        new Hit.Client("HEAD", "curl/8 ???", ""),
                        0));
    }

    @Test
    void storeThatIsDown_keepsHitsWaitingAndTellsOnceAMinute() {
        List<Integer> told = new ArrayList<>();
        HitLog log = log().listener(new HitListener() {
                    @Override
                    public void notWritten(RuntimeException cause, int waiting) {
                        told.add(waiting);
                    }
                })
                .build();
        stores.down(true);
        for (int i = 0; i < 120; i++) {
            log.add(HitKind.CLICK, MAIL, link(1), PERSON);
            clock.advance(Duration.ofSeconds(1));
            log.tend();
        }

        assertThat(told).hasSize(2);
        assertThat(log.waiting()).isEqualTo(120);
        assertThatThrownBy(log::flush).hasMessage("the store is down");
        stores.down(false);
        log.flush();
        assertThat(events(HitEvents.HIT)).hasSize(120);
    }

    @Test
    void fullQueue_dropsAndCounts() {
        List<Long> told = new ArrayList<>();
        HitLog log = log().capacity(10)
                .listener(new HitListener() {
                    @Override
                    public void dropped(long total) {
                        told.add(total);
                        throw new IllegalStateException("a broken listener");
                    }
                })
                .build();
        for (int i = 0; i < 35; i++) {
            clock.advance(Duration.ofSeconds(2));
            log.add(HitKind.CLICK, MAIL, link(i), PERSON);
        }

        assertThat(log.dropped()).isEqualTo(25);
        assertThat(told).containsExactly(1L);
        log.flush();
        assertThat(events(HitEvents.HIT)).hasSize(10);
    }

    @Test
    void writingAgainWhatWasWritten_addsNothing() {
        HitLog first = log().build();
        HitLog second = log().build();
        for (HitLog log : List.of(first, second)) {
            log.add(HitKind.CLICK, MAIL, link(1), PERSON);
        }
        first.flush();
        second.flush();

        assertThat(events(HitEvents.HIT)).hasSize(1);
        assertThat(events(MailEvents.CLICKED)).hasSize(1);
    }

    @Test
    void executor_writesAndTakesEachTaskOnce() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        HitLog log = log().executor(tasks::add).build();
        log.add(HitKind.CLICK, MAIL, link(1), PERSON);
        clock.advance(Duration.ofSeconds(10));
        log.tend();
        log.tend();

        assertThat(tasks).hasSize(1);
        assertThat(events(HitEvents.HIT)).isEmpty();
        tasks.remove().run();
        assertThat(events(HitEvents.HIT)).hasSize(1);
    }

    @Test
    void close_writesTheRest() {
        try (HitLog log = log().build()) {
            log.add(HitKind.OPEN, MAIL, Hit.Link.NONE, PERSON);
        }

        assertThat(events(MailEvents.OPENED)).hasSize(1);
    }

    @Test
    void hitsByManyThreads_areEachWrittenOnce() throws Exception {
        HitLog log = log().build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 8; i++) {
            int thread = i;
            threads.execute(() -> {
                for (int n = 0; n < 2_500; n++) {
                    log.add(HitKind.CLICK, MAIL, link(thread * 2_500 + n), PERSON);
                    if (n % 100 == 0) {
                        clock.advance(Duration.ofSeconds(6));
                        log.tend();
                    }
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        log.flush();

        assertThat(stores.memory().events().count(HitEvents.HIT)).isEqualTo(20_000);
        assertThat(log.waiting()).isZero();
    }
}
