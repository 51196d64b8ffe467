package dev.hato.tracking.hit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.SendKey;
import dev.hato.event.ContactEvent;
import dev.hato.event.EditableEventStore;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9.4")
class RejudgingTest {
    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:115.0) Gecko/20100101 Firefox/115.0";
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2027-01-01T00:00:00Z");

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores stores = MemoryStores.create();

    private static ContactId contact(int number) {
        return ContactId.of("c" + number);
    }

    private static Hit.Client by(String network) {
        return new Hit.Client("GET", BROWSER, network);
    }

    private void add(HitLog log, int contact, int link, String network) {
        stores.contacts().save(Contact.of(contact(contact), EmailAddress.of("c" + contact + "@example.jp")));
        log.add(
                HitKind.CLICK,
                new SendKey("mail", "spring-sale", contact(contact), ""),
                new Hit.Link(link, false, "https://shop.example/" + link),
                by(network));
    }

    private List<ContactEvent> events(int contact, String type) {
        return stores.events().find(contact(contact), type, FROM, TO);
    }

    @Test
    void newRules_replaceVerdictsAndKeepHits() {
        try (HitLog log = HitLog.into(stores).clock(clock).build()) {
            for (int i = 0; i < 1_200; i++) {
                add(log, i, 1, i % 3 == 0 ? "198.51.100.0/24" : "203.0.113.0/24");
            }
        }
        assertThat(stores.events().count(MailEvents.CLICKED)).isEqualTo(1_200);

        HitJudge stricter = HitJudge.builder()
                .dataCentres(DataCentres.of(List.of("198.51.100.0/24")))
                .build();
        assertThat(Rejudging.by(stricter, stores).between(FROM, TO)).isEqualTo(new Rejudging.Result(1_200, 0, 400));
        assertThat(stores.events().count(MailEvents.CLICKED)).isEqualTo(800);
        assertThat(stores.events().count(HitEvents.CLICKED_BY_MACHINE)).isEqualTo(400);
        assertThat(events(0, MailEvents.CLICKED)).isEmpty();
        assertThat(events(0, HitEvents.CLICKED_BY_MACHINE).get(0).properties().get(HitEvents.REASONS))
                .isEqualTo("DATA_CENTRE");
        assertThat(Rejudging.by(stricter, stores).between(FROM, TO)).isEqualTo(new Rejudging.Result(1_200, 0, 0));

        assertThat(Rejudging.by(HitJudge.standard(), stores).between(FROM, TO).changed())
                .isEqualTo(400);
        assertThat(stores.events().count(MailEvents.CLICKED)).isEqualTo(1_200);
        assertThat(stores.events().count(HitEvents.HIT)).isEqualTo(1_200);
    }

    /** Each node saw only its own hits of the scanner. */
    @Test
    void hitsOfSeveralNodes_areJudgedTogether() {
        for (int node = 0; node < 3; node++) {
            try (HitLog log = HitLog.into(stores).clock(clock).build()) {
                add(log, 1, node, "203.0.113.0/24");
                clock.advance(Duration.ofSeconds(1));
            }
        }
        assertThat(events(1, MailEvents.CLICKED)).hasSize(3);

        assertThat(Rejudging.by(HitJudge.standard(), stores)
                        .of(contact(1), FROM, TO)
                        .changed())
                .isEqualTo(3);
        assertThat(events(1, MailEvents.CLICKED)).isEmpty();
    }

    @Test
    void hitsOutsideTheTime_stayAsTheyAreButTellAboutOthers() {
        try (HitLog log = HitLog.into(stores).clock(clock).build()) {
            add(log, 1, 1, "203.0.113.0/24");
            clock.advance(Duration.ofDays(1));
            add(log, 1, 9, "203.0.113.0/24");
        }
        HitJudge trapping =
                HitJudge.builder().honeypot("https://shop.example/9").build();
        Rejudging.Result result = Rejudging.by(trapping, stores).between(FROM, clock.instant());

        assertThat(result).isEqualTo(new Rejudging.Result(1, 0, 1));
        assertThat(events(1, HitEvents.CLICKED_BY_MACHINE)).hasSize(1);
        assertThat(events(1, MailEvents.CLICKED)).hasSize(1);
    }

    @Test
    void verdictsThatAreMissing_areAdded() {
        HitLog log = HitLog.into(stores).clock(clock).build();
        add(log, 1, 1, "");
        log.flush();
        stores.inTransaction(tx -> ((EditableEventStore) tx.events()).removeAll(events(1, MailEvents.CLICKED)));
        assertThat(events(1, MailEvents.CLICKED)).isEmpty();

        assertThat(Rejudging.by(HitJudge.standard(), stores).between(FROM, TO))
                .isEqualTo(new Rejudging.Result(1, 1, 0));
        assertThat(events(1, MailEvents.CLICKED)).hasSize(1);
    }

    @Test
    void unknownClients_countWhereTheHostSaysSo() {
        try (HitLog log = HitLog.into(stores).clock(clock).countUnknown().build()) {
            stores.contacts().save(Contact.of(contact(1), EmailAddress.of("c1@example.jp")));
            log.add(
                    HitKind.OPEN,
                    new SendKey("mail", "a", contact(1), ""),
                    Hit.Link.NONE,
                    new Hit.Client("GET", "", ""));
        }
        assertThat(events(1, MailEvents.OPENED).get(0).properties().get(HitEvents.VERDICT))
                .isEqualTo("UNKNOWN");

        assertThat(Rejudging.by(HitJudge.standard(), stores)
                        .countUnknown()
                        .between(FROM, TO)
                        .changed())
                .isZero();
        assertThat(Rejudging.by(HitJudge.standard(), stores).between(FROM, TO).changed())
                .isEqualTo(1);
        assertThat(events(1, HitEvents.OPENED_BY_UNKNOWN)).hasSize(1);
    }

    @Test
    void rollback_takesRemovalsBack() {
        try (HitLog log = HitLog.into(stores).clock(clock).build()) {
            add(log, 1, 1, "");
        }
        List<ContactEvent> before = events(1, MailEvents.CLICKED);
        assertThatThrownBy(() -> stores.inTransaction(tx -> {
                    assertThat(((EditableEventStore) tx.events()).removeAll(before))
                            .isEqualTo(1);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");

        assertThat(events(1, MailEvents.CLICKED)).isEqualTo(before).hasSize(1);
        assertThat(stores.events().count(MailEvents.CLICKED)).isEqualTo(1);
        assertThat(stores.events().add(before.get(0))).isFalse();
    }
}
