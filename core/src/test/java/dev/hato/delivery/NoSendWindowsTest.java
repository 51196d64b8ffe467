package dev.hato.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import dev.hato.calendar.TimeWindow;
import dev.hato.contact.ContactId;
import dev.hato.smtp.MailTransport;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that open while mails are on their way to the transport. */
@Tag("R6.3")
@Timeout(60)
class NoSendWindowsTest {
    private static final QuietHours QUIET = QuietHours.of(TimeWindow.of(LocalTime.of(0, 10), LocalTime.of(17, 0)));
    private static final Duration TO_WINDOW = Duration.ofMinutes(10); // shorter than a lease
    private static final Duration TO_END = Duration.ofMinutes(1_010);
    private static final Instant END = Instant.parse("2026-04-01T17:00:00Z");

    private final RowShop shop = new RowShop();
    private final PausingTransport transport = new PausingTransport();

    @ParameterizedTest
    @EnumSource(MailKind.class)
    void window_concernsEveryKindButTransactional(MailKind kind) {
        NoSendWindows windows = new NoSendWindows(QUIET, ContactZone.of(ZoneOffset.UTC));
        Instant noon = Instant.parse("2026-04-01T12:00:00Z");
        assertThat(windows.heldUntil(kind, null, noon)).isEqualTo(kind == MailKind.TRANSACTIONAL ? null : END);
        assertThat(windows.heldUntil(kind, null, END)).isNull();
    }

    @Test
    void end_withinAMicrosecond_isRoundedUp() {
        QuietHours hours = QuietHours.of(TimeWindow.of(LocalTime.of(21, 0), LocalTime.MAX));
        NoSendWindows windows = new NoSendWindows(hours, ContactZone.of(ZoneOffset.UTC));
        assertThat(windows.heldUntil(MailKind.GROUP, null, Instant.parse("2026-04-01T22:00:00Z")))
                .isEqualTo("2026-04-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void windowThatOpens_beforeTheContentLeaves_holdsThatMailAndTheRest(boolean rows) {
        MailTransport through = rows ? transport : transport.oneByOne();
        Hato hato = shop.engine(through, QUIET);
        Delivery delivery = shop.delivery(hato, 10);
        AtomicBoolean opened = new AtomicBoolean();
        transport.envelope = recipient -> {
            if (transport.sent.size() == 3 && opened.compareAndSet(false, true)) {
                shop.clock.advance(TO_WINDOW); // between MAIL FROM and DATA
            }
        };
        DispatchReport report = hato.dispatcher().drain();
        assertThat(report.outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 3L, MailState.PLANNED, 7L));
        assertHeld(hato, delivery, 3);
        transport.envelope = recipient -> {};
        shop.clock.advance(TO_END);
        assertThat(hato.dispatcher().drain().outcomes()).isEqualTo(Map.of(MailState.HANDED_OVER, 7L));
        assertThat(transport.sent).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void windowThatOpens_duringABatch_holdsWhatIsNotAskedForYet() {
        PausingTransport.Batches batches = new PausingTransport.Batches(4);
        AtomicBoolean opened = new AtomicBoolean();
        batches.asking = () -> {
            if (batches.sent.size() == 6 && opened.compareAndSet(false, true)) {
                shop.clock.advance(TO_WINDOW);
            }
        };
        Hato hato = shop.engine(batches, QUIET);
        Delivery delivery = shop.delivery(hato, 10);
        hato.dispatcher().drain();
        assertHeld(hato, delivery, 6);
        batches.asking = () -> {};
        shop.clock.advance(TO_END);
        hato.dispatcher().drain();
        assertThat(batches.sent).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void heldMail_costsAHandfulOfTransactions_andNothingInTheNextRound() {
        Hato hato = shop.engine(transport, QUIET);
        shop.clock.advance(TO_WINDOW);
        Delivery delivery = shop.delivery(hato, 1_000);
        int before = shop.transactions.get();
        assertThat(hato.dispatcher().drain().count(MailState.PLANNED)).isEqualTo(1_000);
        assertThat(shop.transactions.get() - before).isLessThan(50);
        assertHeld(hato, delivery, 0);
        assertThat(hato.dispatcher().drain().outcomes()).isEmpty();
    }

    @Test
    void heldMail_isNoSignThatTheRouteWorks() {
        PlannedMail mail = new PlannedMail(
                SendKey.ofCaller("k"), MailKind.GROUP, ContactId.of("c"), shop.clock.instant(), "f", null);
        OutboxEntry.Progress tried =
                new OutboxEntry.Progress(MailState.DEFERRED, shop.clock.instant(), 1, false, null, "later");
        Job job = new Job(new Claim(mail, tried, 1), null, null, null, 0);
        Round round = new Round();
        for (int failures = 1; failures <= 3; failures++) {
            assertThat(round.isStopped()).isFalse();
            round.done(job, new MailSender.Result(Completion.held(job.claim(), END), null));
            round.done(job, new MailSender.Result(Completion.deferred(job.claim(), END, false, "refused"), "refused"));
        }
        assertThat(round.isStopped()).isTrue();
    }

    private void assertHeld(Hato hato, Delivery delivery, int sent) {
        List<OutboxEntry> open = shop.mails(delivery).stream()
                .filter(entry -> entry.state() != MailState.HANDED_OVER)
                .toList();
        assertThat(shop.mails(delivery)).hasSize(open.size() + sent);
        assertThat(open)
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.progress())
                        .isEqualTo(new OutboxEntry.Progress(MailState.PLANNED, END, 0, false, null, "")));
        assertThat(hato.deliveries().progress(delivery.id()).delivery().state()).isEqualTo(DeliveryState.SENDING);
    }
}
