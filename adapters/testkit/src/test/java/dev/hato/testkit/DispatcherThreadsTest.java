package dev.hato.testkit;

import static dev.hato.testkit.EngineFixture.NEWS;
import static dev.hato.testkit.EngineFixture.SALE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.DeliveryState;
import dev.hato.delivery.DispatchReport;
import dev.hato.delivery.MailState;
import dev.hato.smtp.SendOutcome;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dispatcher and the host's threads. */
@Timeout(60)
class DispatcherThreadsTest {
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
    void drain_onAnExecutor_sendsInParallel() throws Exception {
        engine.subscribers(40);
        CountDownLatch together = new CountDownLatch(4);
        engine.transport.answer(attempt -> {
            together.countDown();
            try {
                assertThat(together.await(20, TimeUnit.SECONDS))
                        .as("four at once")
                        .isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        Delivery delivery = submit();
        DispatchReport report = engine.hato.dispatcher().on(threads, 4).drain();
        assertThat(report.count(MailState.HANDED_OVER)).isEqualTo(40);
        assertThat(engine.hato.deliveries().get(delivery.id()).state()).isEqualTo(DeliveryState.COMPLETED);
    }

    @Test
    void interrupt_endsTheRound_andLeavesTheRestPlanned() {
        engine.subscribers(50);
        Delivery delivery = submit();
        engine.transport.answer(attempt -> {
            Thread.currentThread().interrupt();
            return new SendOutcome.HandedOver("250 ok");
        });
        engine.hato.dispatcher().drain();
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(engine.hato.deliveries().progress(delivery.id()).tally().states())
                .isEqualTo(Map.of(MailState.HANDED_OVER, 1L, MailState.PLANNED, 49L));
    }

    @Test
    void brokenTransport_onAnExecutor_isThrownAfterAllHaveStopped() {
        engine.subscribers(50);
        submit();
        engine.transport.answer(attempt -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> engine.hato.dispatcher().on(threads, 4).drain())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        List<Claim> left = engine.stores
                .outbox()
                .claim(ClaimRequest.any(
                        "other", engine.clock.instant(), engine.clock.instant().plusSeconds(1), 100));
        assertThat(left).as("those not begun were given back").hasSizeGreaterThanOrEqualTo(46);
    }

    @Test
    void drain_onAnExecutorThatRunsTasksAtOnce_sendsAllTheSame() {
        engine.subscribers(300);
        submit();
        DispatchReport report = engine.hato.dispatcher().on(Runnable::run, 4).drain();
        assertThat(report.count(MailState.HANDED_OVER)).isEqualTo(300);
    }

    @Test
    void drain_onTheOnlyThreadOfItsExecutor_sendsAllTheSame() throws Exception {
        engine.subscribers(300);
        submit();
        ExecutorService single = Executors.newSingleThreadExecutor();
        try {
            DispatchReport report = single.submit(
                            () -> engine.hato.dispatcher().on(single, 2).drain())
                    .get(30, TimeUnit.SECONDS);
            assertThat(report.count(MailState.HANDED_OVER)).isEqualTo(300);
        } finally {
            single.shutdownNow();
        }
    }

    @Test
    void drain_whoseExecutorIsShutDown_endsAfterTheMailsInWork() {
        engine.subscribers(60);
        submit();
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() >= 3) {
                threads.shutdownNow();
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        engine.hato.dispatcher().on(threads, 2).drain();
        int sent = engine.transport.attempts().size();
        assertThat(sent).isBetween(3, 5);
        DispatchReport rest = engine.hato.dispatcher().drain();
        assertThat(rest.count(MailState.HANDED_OVER)).as("given back").isEqualTo(60 - sent);
        assertThat(engine.transport.attempts()).hasSize(60);
    }

    @Test
    void interrupt_ofTheCaller_givesBackWhatNobodyBegan() throws Exception {
        engine.subscribers(200);
        Delivery delivery = submit();
        Thread caller = Thread.currentThread();
        engine.transport.answer(attempt -> {
            if (engine.transport.attempts().size() == 5) {
                caller.interrupt();
            }
            return new SendOutcome.HandedOver("250 ok");
        });
        engine.hato.dispatcher().on(threads, 2).drain();
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        long sent = engine.transport.attempts().size();
        assertThat(engine.hato.deliveries().progress(delivery.id()).tally().states())
                .isEqualTo(Map.of(MailState.HANDED_OVER, sent, MailState.PLANNED, 200 - sent));
    }

    @Test
    void error_inAWorker_isThrownAndEndsTheRound() {
        engine.subscribers(20);
        submit();
        engine.transport.answer(attempt -> {
            throw new StackOverflowError("on purpose");
        });
        assertThatThrownBy(() -> engine.hato.dispatcher().on(threads, 2).drain())
                .isInstanceOf(StackOverflowError.class);
    }
}
