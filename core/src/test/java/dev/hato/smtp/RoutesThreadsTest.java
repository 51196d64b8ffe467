package dev.hato.smtp;

import static dev.hato.smtp.ScriptedTransport.routeDown;
import static dev.hato.smtp.ScriptedTransport.send;
import static dev.hato.smtp.ScriptedTransport.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.smtp.SendOutcome.Deferred;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several threads at once, with the machine's own clock and waiting. */
class RoutesThreadsTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final ScriptedTransport.Rows a = new ScriptedTransport.Rows();
    private final ScriptedTransport.Rows b = new ScriptedTransport.Rows();

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    private static <T> T within(Future<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    @Tag("R7.4")
    void eightRowsOverRoutesThatBreak_loseAndDoubleNothingAndKeepToTheLimits() throws Exception {
        for (ScriptedTransport.Rows transport : List.of(a, b)) {
            transport.answer(id -> ThreadLocalRandom.current().nextInt(20) == 0 ? routeDown() : taken());
        }
        Counting narrowA = new Counting(a);
        Counting narrowB = new Counting(b);
        List<Future<ListQueue>> all = new ArrayList<>();
        try (RoutedTransport transport = RoutedTransport.builder(
                        Route.to("a", narrowA)
                                .concurrent(2)
                                .pauseAfterFailures(1000)
                                .build(),
                        Route.to("b", narrowB)
                                .concurrent(2)
                                .pauseAfterFailures(1000)
                                .weight(2)
                                .build())
                .listener(new Heard())
                .build()) {
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 10_000;
                all.add(threads.submit(() -> {
                    ListQueue queue = new ListQueue(first, 2000);
                    transport.sendAll(queue);
                    return queue;
                }));
            }
            for (Future<ListQueue> done : all) {
                assertThat(within(done).outcomes()).hasSize(2000);
                assertThat(within(done).settled()).isTrue();
            }
            int sent = transport.routes().stream()
                    .mapToInt(route -> (int) route.sent())
                    .sum();
            int handedOver = 0;
            for (Future<ListQueue> done : all) {
                handedOver += (int) within(done).outcomes().values().stream()
                        .filter(SendOutcome.HandedOver.class::isInstance)
                        .count();
            }
            assertThat(sent).as("no mail taken twice, none unrecorded").isEqualTo(handedOver);
            assertThat(handedOver)
                    .as("only a mail that failed twice, or whose rows blocked each other, waits")
                    .isGreaterThan(15_500);
        }
        assertThat(narrowA.most).hasValueLessThanOrEqualTo(2);
        assertThat(narrowB.most).hasValueLessThanOrEqualTo(2);
    }

    /** Counts how many sends and rows are inside at a time. */
    private static final class Counting implements BulkTransport {
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        private final ScriptedTransport.Rows transport;

        Counting(ScriptedTransport.Rows transport) {
            this.transport = transport;
        }

        @Override
        public void sendAll(MailQueue mails) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            transport.sendAll(mails);
            now.decrementAndGet();
        }

        @Override
        public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            SendOutcome outcome = transport.send(sender, recipient, mail);
            now.decrementAndGet();
            return outcome;
        }

        @Override
        public void close() {}
    }

    @Test
    void twoRowsThatHoldWhatTheOtherWants_doNotWaitForEachOther() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        for (ScriptedTransport.Rows transport : List.of(a, b)) {
            transport.answer(id -> {
                if (transport.count() == 1) {
                    try {
                        both.await(10, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return routeDown();
                }
                return taken();
            });
        }
        try (RoutedTransport transport = RoutedTransport.builder(
                        Route.to("a", a).concurrent(1).build(),
                        Route.to("b", b).concurrent(1).build())
                .listener(new Heard())
                .build()) {
            Future<ListQueue> first = threads.submit(() -> row(transport, 0));
            Future<ListQueue> second = threads.submit(() -> row(transport, 1000));
            List<SendOutcome> outcomes =
                    new ArrayList<>(within(first).outcomes().values());
            outcomes.addAll(within(second).outcomes().values());
            assertThat(outcomes).hasSize(20);
            assertThat(outcomes.stream().filter(Deferred.class::isInstance))
                    .as("the one that came second gave up")
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    private static ListQueue row(RoutedTransport transport, int first) {
        ListQueue queue = new ListQueue(first, 10);
        transport.sendAll(queue);
        return queue;
    }

    @Test
    void trial_isOneMailAtATimeAndTheOthersWaitForItsResult() throws Exception {
        VirtualTime time = new VirtualTime();
        CountDownLatch trying = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (RoutedTransport transport = RoutedTransport.builder(
                        Route.to("a", a).build())
                .clock(time)
                .listener(new Heard())
                .build()) {
            a.answer(routeDown());
            for (int i = 0; i < 5; i++) {
                send(transport, i);
            }
            time.advance(Duration.ofMinutes(1));
            a.answer(id -> {
                trying.countDown();
                try {
                    go.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return taken();
            });
            List<Future<SendOutcome>> all = new ArrayList<>();
            all.add(threads.submit(() -> send(transport, 10)));
            assertThat(trying.await(10, TimeUnit.SECONDS)).isTrue();
            for (int i = 1; i < 8; i++) {
                int number = 10 + i;
                all.add(threads.submit(() -> send(transport, number)));
            }
            assertThat(transport.routes().get(0).state()).isEqualTo(RouteStatus.State.ON_TRIAL);
            assertThat(a.count()).as("five failures and one trial").isEqualTo(6);
            go.countDown();
            for (Future<SendOutcome> done : all) {
                assertThat(within(done)).isEqualTo(taken());
            }
            assertThat(a.count()).isEqualTo(13);
        }
    }

    @Test
    void interrupt_endsTheWaitingForAPlace() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        a.answer(id -> {
            inside.countDown();
            try {
                go.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return taken();
        });
        try (RoutedTransport transport =
                RoutedTransport.over(Route.to("a", a).concurrent(1).build())) {
            Future<SendOutcome> first = threads.submit(() -> send(transport, 1));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            List<SendOutcome> outcome = new ArrayList<>();
            List<Boolean> flag = new ArrayList<>();
            Thread waiting = new Thread(() -> {
                outcome.add(send(transport, 2));
                flag.add(Thread.currentThread().isInterrupted());
            });
            waiting.start();
            waiting.interrupt();
            waiting.join(10_000);
            assertThat(outcome).singleElement().isInstanceOf(Deferred.class);
            assertThat(flag).containsExactly(true);
            go.countDown();
            assertThat(within(first)).isEqualTo(taken());
            assertThat(a.count()).isEqualTo(1);
        }
    }
}
