package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Hato;
import dev.hato.HatoListener;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryProgress;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.segment.Conditions;
import dev.hato.segment.Segment;
import dev.hato.smtp.SendOutcome;
import dev.hato.testkit.RecordingTransport.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DispatcherTest {
    private final EngineFixture engine = new EngineFixture();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private Delivery submit() {
        return engine.hato.deliveries().group("sale", NEWS, SALE).submit();
    }

    @Test
    @Tag("R7.4")
    void drain_byTwoNodesAtOnce_sendsToEverybodyOnce() throws Exception {
        engine.subscribers(500);
        submit();
        Callable<DispatchReport> node = () -> engine.engine(engine.transport, new HatoListener() {})
                .dispatcher()
                .on(threads, 2)
                .drain();
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        try {
            long sent = 0;
            for (Future<DispatchReport> future : nodes.invokeAll(List.of(node, node))) {
                sent += future.get().count(MailState.HANDED_OVER);
            }
            assertThat(sent).isEqualTo(500);
        } finally {
            nodes.shutdownNow();
        }
        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().value())
                .hasSize(500)
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("R7.4")
    void drain_afterANodeDied_takesItsClaimsOver() {
        engine.subscribers(5);
        submit();
        engine.transport.answer(attempt -> {
            throw new ProcessGone();
        });
        assertThatThrownBy(() -> engine.hato.dispatcher().drain()).hasMessage("the process is gone");
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        DispatchReport before = engine.hato.dispatcher().drain();
        assertThat(before.count(MailState.HANDED_OVER)).as("given back").isEqualTo(4);
        engine.clock.advance(Duration.ofMinutes(20));
        DispatchReport after = engine.hato.dispatcher().drain();
        assertThat(after.outcomes())
                .as("the mail in the air is marketing: not sent again, reported")
                .isEqualTo(Map.of(MailState.UNKNOWN, 1L));
        assertThat(engine.transport.attempts()).hasSize(5);
    }

    @Test
    @Tag("R7.3")
    void drain_afterANodeDiedInATransactionalSend_sendsAgainWithTheSameMessageId() {
        var mail =
                dev.hato.delivery.Mail.of(SALE).to(engine.contact("a")).key("k").build();
        engine.transport.answer(attempt -> {
            throw new ProcessGone();
        });
        assertThatThrownBy(() -> engine.hato.send(mail)).hasMessage("the process is gone");
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        engine.clock.advance(Duration.ofMinutes(20));
        engine.hato.dispatcher().drain();
        List<Attempt> attempts = engine.transport.attempts();
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(1).mail().messageId())
                .isEqualTo(attempts.get(0).mail().messageId());
        assertThat(engine.stores
                        .outbox()
                        .page(SendKey.TRANSACTIONAL, null, 1)
                        .get(0)
                        .progress()
                        .uncertain())
                .isTrue();
    }

    @Test
    @Tag("R7.4")
    void drain_ofANodeThatFroze_startsNothingWithItsStaleClaims() {
        engine.subscribers(3);
        submit();
        List<Integer> sentWhileFrozen = new ArrayList<>();
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() == 1) {
                engine.clock.advance(Duration.ofHours(1)); // this node freezes in its first send
                Hato other = engine.engine(engine.transport, new HatoListener() {});
                sentWhileFrozen.add((int) other.dispatcher().drain().count(MailState.HANDED_OVER));
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        engine.hato.dispatcher().drain();
        assertThat(sentWhileFrozen).containsExactly(2);
        assertThat(engine.transport.attempts())
                .extracting(attempt -> attempt.recipient().value())
                .as("nobody twice")
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("R7.3")
    void unknownOutcome_ofMarketing_isReportedAndNotSentAgain() {
        engine.subscribers(1);
        Delivery delivery = submit();
        engine.transport.answer(attempt -> new SendOutcome.Unknown("timeout after the data"));
        engine.hato.dispatcher().drain();
        engine.clock.advance(Duration.ofDays(10));
        engine.hato.dispatcher().drain();
        assertThat(engine.transport.attempts()).hasSize(1);
        assertThat(engine.hato.history().row(delivery.id()).unknown()).isEqualTo(1);
    }

    @Test
    @Tag("R7.3")
    void deferredMail_backsOff_andIsGivenUpAfterDays() {
        engine.subscribers(1);
        Delivery delivery = submit();
        engine.transport.answer(
                attempt -> new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 451, "451 4.7.1 try later"));
        engine.hato.dispatcher().drain();
        List<Duration> waits = new ArrayList<>();
        Duration waited = Duration.ZERO;
        for (int minute = 0; minute < 7 * 24 * 60; minute += 10) {
            int before = engine.transport.attempts().size();
            engine.clock.advance(Duration.ofMinutes(10));
            waited = waited.plusMinutes(10);
            engine.hato.dispatcher().drain();
            if (engine.transport.attempts().size() > before) {
                waits.add(waited);
                waited = Duration.ZERO;
            }
        }
        assertThat(waits.subList(0, 5))
                .containsExactly(
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        Duration.ofHours(4),
                        Duration.ofHours(4));
        OutboxEntry entry =
                engine.stores.outbox().page(delivery.id().source(), null, 1).get(0);
        assertThat(entry.state()).isEqualTo(MailState.BOUNCED);
        assertThat(entry.progress().detail()).contains("Given up").contains("4.7.1");
        assertThat(engine.hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    @Test
    @Tag("R7.3")
    void routeThatDoesNotWork_breaksTheRoundOff_andLosesNothing() {
        engine.subscribers(100);
        Delivery delivery = submit();
        List<String> told = new ArrayList<>();
        Hato hato = engine.engine(engine.transport, new HatoListener() {
            @Override
            public void routeFailed(String detail) {
                told.add(detail);
            }
        });
        engine.transport.answer(attempt -> new SendOutcome.Deferred(SendOutcome.Cause.ROUTE, 0, "connection refused"));
        DispatchReport report = hato.dispatcher().drain();
        assertThat(report.routeFailure()).isEqualTo("connection refused");
        assertThat(told).containsExactly("connection refused");
        assertThat(engine.transport.attempts()).hasSize(3);
        assertThat(hato.deliveries().progress(delivery.id()).tally().states())
                .isEqualTo(Map.of(MailState.PLANNED, 97L, MailState.DEFERRED, 3L));
        engine.transport.answer(attempt -> new SendOutcome.HandedOver("250 ok"));
        engine.clock.advance(Duration.ofMinutes(1));
        hato.dispatcher().on(threads, 4).drain();
        assertThat(hato.history().row(delivery.id()).handedOver()).isEqualTo(100);
    }

    @Test
    void brokenListener_stopsNothing() {
        engine.subscribers(3);
        Hato hato = engine.engine(engine.transport, new BrokenListener());
        Delivery delivery = hato.deliveries().group("sale", NEWS, SALE).submit();
        hato.dispatcher().on(threads, 2).drain();
        assertThat(hato.history().row(delivery.id()).handedOver()).isEqualTo(3);
    }

    @Test
    void listener_hearsEveryMailAndEveryState() {
        engine.subscribers(3);
        List<DeliveryState> states = new ArrayList<>();
        AtomicInteger mails = new AtomicInteger();
        List<Long> done = new ArrayList<>();
        Hato hato = engine.engine(engine.transport, new HatoListener() {
            @Override
            public void deliveryChanged(Delivery delivery) {
                states.add(delivery.state());
            }

            @Override
            public void mailChanged(SendKey mail, OutboxEntry.Progress progress) {
                mails.incrementAndGet();
            }

            @Override
            public void deliveryProgressed(DeliveryProgress progress) {
                done.add(progress.done());
            }
        });
        hato.deliveries().group("sale", NEWS, SALE).submit();
        hato.dispatcher().drain();
        assertThat(states).containsExactly(DeliveryState.SCHEDULED, DeliveryState.SENDING, DeliveryState.COMPLETED);
        assertThat(mails).hasValue(3);
        assertThat(done).last().isEqualTo(3L);
    }

    @Test
    void transport_thatThrowsAgainstItsContract_leavesItsMailUncertainAndEndsTheRound() {
        engine.subscribers(10);
        Delivery delivery = submit();
        engine.transport.answer(attempt -> {
            throw new IllegalStateException("a bug");
        });
        assertThatThrownBy(() -> engine.hato.dispatcher().drain()).hasMessage("a bug");
        assertThat(engine.hato.deliveries().progress(delivery.id()).tally().states())
                .isEqualTo(Map.of(MailState.UNKNOWN, 1L, MailState.PLANNED, 9L));
    }

    @Test
    void delivery_whoseSegmentIsGone_failsAlone() {
        engine.subscribers(2);
        Segment inner = Segment.of("inner", Conditions.allOf());
        engine.hato.segments().define(inner);
        Delivery bad = engine.hato
                .deliveries()
                .group("bad", NEWS, SALE)
                .to(Segment.of("outer", Conditions.inSegment("inner")))
                .submit();
        Hato node = engine.engine(engine.transport, new HatoListener() {});
        Delivery good = node.deliveries().group("good", NEWS, SALE).submit();
        node.dispatcher().drain();
        assertThat(node.deliveries().get(bad.id()).state()).isEqualTo(DeliveryState.FAILED);
        assertThat(node.deliveries().get(bad.id()).milestones().failure()).contains("inner");
        assertThat(node.deliveries().get(good.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    /** Ends a send as the death of its process does: nothing after it happens. */
    private static final class ProcessGone extends Error {
        private static final long serialVersionUID = 1L;

        ProcessGone() {
            super("the process is gone");
        }
    }

    /** Fails at every call. */
    private static final class BrokenListener implements HatoListener {
        @Override
        public void deliveryChanged(Delivery delivery) {
            throw new IllegalStateException("listener");
        }

        @Override
        public void deliveryProgressed(DeliveryProgress progress) {
            throw new AssertionError("listener");
        }

        @Override
        public void mailChanged(SendKey mail, OutboxEntry.Progress progress) {
            throw new StackOverflowError("listener");
        }
    }
}
