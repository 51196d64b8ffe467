package dev.hato.smtp;

import static dev.hato.smtp.ScriptedTransport.send;
import static dev.hato.smtp.ScriptedTransport.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.smtp.SendOutcome.Deferred;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast mails begin, and how many are on their way at a time. */
class RouteSpeedTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final List<Instant> begun = Collections.synchronizedList(new ArrayList<>());
    private final ScriptedTransport a = new ScriptedTransport().answer(id -> {
        begun.add(time.seen()); // when it was let go, not when this thread came to run
        return taken();
    });
    private final ScriptedTransport b = new ScriptedTransport();

    private RoutedTransport over(Route... routes) {
        return RoutedTransport.builder(routes).clock(time).pause(time).build();
    }

    /** Returns the most mails that began within any span of that length. */
    private int most(Duration span) {
        List<Instant> sorted = new ArrayList<>(begun);
        Collections.sort(sorted);
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (!sorted.get(to).isBefore(sorted.get(from).plus(span))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"10,1", "10,5", "7,1", "3,20", "100,10", "1000,1"})
    void eightThreads_neverExceedTheSpeedAndTheBurstInAnySecond(int mails, int burst) throws Exception {
        Route route = Route.to("a", a).speed(mails, SECOND).burst(burst).build();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RoutedTransport transport = over(route)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                boolean row = thread % 2 == 0;
                int first = thread * 1000;
                all.add(threads.submit(() -> {
                    if (row) {
                        transport.sendAll(new ListQueue(first, 50));
                    } else {
                        for (int i = 0; i < 50; i++) {
                            assertThat(send(transport, first + i)).isEqualTo(taken());
                        }
                    }
                }));
            }
            for (Future<?> done : all) {
                done.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(begun).hasSize(400);
        assertThat(most(SECOND)).isLessThanOrEqualTo(mails + burst);
        assertThat(most(SECOND.dividedBy(10))).isLessThanOrEqualTo(mails / 10 + 1 + burst);
        // and not slower than allowed either
        double seconds = (400.0 - burst) / mails;
        assertThat(time.elapsed().toMillis() / 1000.0).isBetween(seconds - 0.01, seconds + 1.0 / mails + 0.01);
    }

    @Test
    void burstAfterARest_isUsedOnceAndThenThePaceIsEven() {
        Route route = Route.to("a", a).speed(10, SECOND).burst(4).build();
        try (RoutedTransport transport = over(route)) {
            time.advance(Duration.ofHours(1));
            Instant start = time.instant();
            for (int i = 0; i < 8; i++) {
                send(transport, i);
            }
            assertThat(begun.stream().map(at -> Duration.between(start, at).toMillis()))
                    .containsExactly(0L, 0L, 0L, 0L, 100L, 200L, 300L, 400L);
        }
    }

    @Test
    void burst_isATenthOfASecondUnlessSet() {
        assertThat(Route.to("a", a).speed(500, SECOND).build().burst()).isEqualTo(50);
        assertThat(Route.to("a", a).speed(14, SECOND).build().burst()).isEqualTo(1);
        assertThat(Route.to("a", a).speed(60, Duration.ofHours(1)).build().interval())
                .isEqualTo(Duration.ofMinutes(1));
        assertThat(Route.to("a", a).speed(3, SECOND).build().interval()).isEqualTo(Duration.ofNanos(333_333_334));
    }

    @Test
    void routeAtItsLimit_leavesTheMailToARouteWithRoomButNotToAStandby() {
        ScriptedTransport spare = new ScriptedTransport();
        Route slow = Route.to("a", a).weight(100).speed(1, SECOND).build();
        Route second = Route.to("b", b).speed(2, SECOND).build();
        try (RoutedTransport transport =
                over(slow, second, Route.to("spare", spare).standby().build())) {
            for (int i = 0; i < 300; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
            }
        }
        assertThat(a.count()).isBetween(99, 101);
        assertThat(b.count()).isBetween(199, 201);
        assertThat(spare.count()).isZero();
        assertThat(time.elapsed().toMillis()).isBetween(98_000L, 101_000L);
    }

    @Test
    void clockSetBack_emptiesTheBucketButNotForLonger() {
        Route route = Route.to("a", a).speed(1, SECOND).burst(5).build();
        try (RoutedTransport transport = over(route)) {
            send(transport, 1);
            time.advance(Duration.ofHours(-3));
            send(transport, 2);
            assertThat(time.waited()).isEqualTo(SECOND);
        }
    }

    @Test
    void clockThatStandsStill_endsTheWaitingAfterThePatience() {
        Route route = Route.to("a", a).speed(1, SECOND).build();
        try (RoutedTransport transport = RoutedTransport.builder(route)
                .clock(time)
                .pause((changed, nanos) -> nanos)
                .patience(SECOND.multipliedBy(2))
                .build()) {
            send(transport, 1);
            SendOutcome outcome = send(transport, 2);
            assertThat(outcome).isInstanceOf(Deferred.class);
            assertThat(((Deferred) outcome).cause()).isEqualTo(SendOutcome.Cause.ROUTE);
            assertThat(outcome.detail()).isEqualTo("No route takes the mail now: 'a' is at its speed limit");
            assertThat(a.count()).isEqualTo(1);
        }
    }

    @Test
    void interruptWhileWaiting_endsItWithTheFlagKept() {
        Route route = Route.to("a", a).speed(1, SECOND).build();
        try (RoutedTransport transport = RoutedTransport.builder(route)
                .clock(time)
                .pause((changed, nanos) -> {
                    throw new InterruptedException();
                })
                .build()) {
            send(transport, 1);
            SendOutcome outcome = send(transport, 2);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcome.detail()).contains("interrupted");
            assertThat(a.count()).isEqualTo(1);
            assertThat(transport.routes().get(0).failed()).isZero();
        }
    }

    @Test
    void concurrent_isUsedUpAndNeverExceeded() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        ScriptedTransport narrow = new ScriptedTransport().answer(id -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            three.countDown();
            try {
                three.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
            return taken();
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (RoutedTransport transport =
                RoutedTransport.over(Route.to("a", narrow).concurrent(3).build())) {
            List<Future<SendOutcome>> all = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                int number = i;
                all.add(threads.submit(() -> send(transport, number)));
            }
            for (Future<SendOutcome> done : all) {
                assertThat(done.get(60, TimeUnit.SECONDS)).isEqualTo(taken());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(3);
        assertThat(narrow.count()).isEqualTo(400);
    }

    @Test
    void close_sendsTheWaitingAway() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        ScriptedTransport busy = new ScriptedTransport().answer(id -> {
            inside.countDown();
            try {
                release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return taken();
        });
        ExecutorService threads = Executors.newFixedThreadPool(2);
        RoutedTransport transport =
                RoutedTransport.over(Route.to("a", busy).concurrent(1).build());
        try {
            Future<SendOutcome> first = threads.submit(() -> send(transport, 1));
            inside.await(10, TimeUnit.SECONDS);
            Future<SendOutcome> second = threads.submit(() -> send(transport, 2));
            transport.close();
            assertThat(second.get(10, TimeUnit.SECONDS).detail()).contains("closed");
            release.countDown();
            assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(taken());
        } finally {
            threads.shutdownNow();
        }
    }
}
