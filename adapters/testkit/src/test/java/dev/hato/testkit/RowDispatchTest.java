package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.HatoListener;
import dev.hato.contact.ContactId;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryProgress;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.smtp.SendOutcome;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dispatcher over a transport that sends rows. */
@Timeout(60)
class RowDispatchTest {
    private final EngineFixture engine = new EngineFixture();
    private final RowTransport transport = new RowTransport();
    private final Hato hato = engine.engine(transport, new HatoListener() {});
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private Delivery submit() {
        return hato.deliveries().group("sale", NEWS, SALE).submit();
    }

    @Test
    @Tag("R7.4")
    void drain_onThreads_sendsToEverybodyOnce() {
        engine.subscribers(500);
        submit();
        DispatchReport report = hato.dispatcher().on(threads, 4).drain();
        assertThat(report.count(MailState.HANDED_OVER)).isEqualTo(500);
        assertThat(transport.sent)
                .extracting(mail -> mail.recipient().value())
                .hasSize(500)
                .doesNotHaveDuplicates();
    }

    @Test
    void drain_alone_makesRowsOfItsClaims() {
        engine.subscribers(100);
        submit();
        assertThat(hato.dispatcher().drain().count(MailState.HANDED_OVER)).isEqualTo(100);
        assertThat(transport.rows).isLessThan(20);
    }

    @Test
    void outcomes_areRecordedForTheMailTheyBelongTo() {
        engine.subscribers(20);
        Delivery delivery = submit();
        transport.answer = mail -> switch (mail.recipient().localPart()) {
            case "s3" -> new SendOutcome.Bounced(550, "no such user");
            case "s4" -> new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 450, "later");
            case "s5" -> new SendOutcome.Unknown("gone");
            default -> new SendOutcome.HandedOver("250 ok");
        };
        hato.dispatcher().drain();
        hato.deliveries().mails(delivery.id(), entry -> {
            MailState wanted = switch (String.valueOf(entry.mail().contact())) {
                case "s3" -> MailState.BOUNCED;
                case "s4" -> MailState.DEFERRED;
                case "s5" -> MailState.UNKNOWN;
                default -> MailState.HANDED_OVER;
            };
            assertThat(entry.state()).as(String.valueOf(entry.mail().contact())).isEqualTo(wanted);
        });
    }

    @Test
    @Tag("R2.6")
    void consentWithdrawnDuringARow_isHeeded() {
        engine.subscribers(10);
        Delivery delivery = submit();
        AtomicInteger asked = new AtomicInteger();
        transport.answer = mail -> {
            if (asked.incrementAndGet() == 1) {
                for (int i = 0; i < 10; i++) {
                    hato.consents().stop(ContactId.of("s" + i), NEWS, EngineFixture.FORM);
                }
            }
            return new SendOutcome.HandedOver("250 ok");
        };
        hato.dispatcher().drain();
        assertThat(transport.sent).hasSize(1);
        DeliveryProgress progress = hato.deliveries().progress(delivery.id());
        assertThat(progress.tally().excluded().get(ExclusionReason.STOPPED)).isEqualTo(9);
    }

    @Test
    void routeThatFails_endsTheRoundAndGivesTheRestBack() {
        engine.subscribers(50);
        submit();
        transport.answer = mail -> new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, "refused");
        DispatchReport report = hato.dispatcher().drain();
        assertThat(report.routeFailure()).isEqualTo("refused");
        assertThat(transport.sent.size()).isLessThanOrEqualTo(5);
    }

    @Test
    void transportThatThrows_leavesItsMailUncertainAndNothingElse() {
        engine.subscribers(10);
        Delivery delivery = submit();
        AtomicInteger asked = new AtomicInteger();
        transport.answer = mail -> {
            if (asked.incrementAndGet() == 3) {
                throw new IllegalStateException("a bug");
            }
            return new SendOutcome.HandedOver("250 ok");
        };
        assertThatThrownBy(() -> hato.dispatcher().drain()).hasMessage("a bug");
        AtomicInteger unknown = new AtomicInteger();
        hato.deliveries().mails(delivery.id(), entry -> {
            if (entry.state() == MailState.UNKNOWN) {
                unknown.incrementAndGet();
            }
        });
        assertThat(unknown).hasValue(1);
        assertThat(transport.sent).hasSize(3);
    }

    @Test
    void listenerThatThrows_stopsNothing() {
        engine.subscribers(10);
        Hato listening = engine.engine(transport, new HatoListener() {
            @Override
            public void mailChanged(SendKey mail, OutboxEntry.Progress progress) {
                throw new IllegalStateException("listener");
            }
        });
        submit();
        assertThat(listening.dispatcher().drain().count(MailState.HANDED_OVER)).isEqualTo(10);
    }
}
