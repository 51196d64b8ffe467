package dev.hato.testkit;

import static dev.hato.testkit.Sending.HANAKO;
import static dev.hato.testkit.Sending.SENDER;
import static dev.hato.testkit.Sending.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.message.ReadyMail;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.Route;
import dev.hato.smtp.RouteListener;
import dev.hato.smtp.RouteStatus;
import dev.hato.smtp.RoutedTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.HandedOver;
import dev.hato.smtp.SendOutcome.Unknown;
import dev.hato.smtp.SmtpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several real connections, servers that go wrong, and the servers' own ledgers as the judges. */
class RoutedTransportIT {
    private static final RouteListener QUIET = new RouteListener() {};

    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");

    private RoutedTransport over(Route... routes) {
        return RoutedTransport.builder(routes).clock(clock).listener(QUIET).build();
    }

    /** So many numbered mails, and what became of each. */
    private static final class Numbered implements MailQueue {
        private final Map<String, SendOutcome> outcomes;
        private int next;
        private final int end;

        Numbered(int from, int count, Map<String, SendOutcome> outcomes) {
            this.next = from;
            this.end = from + count;
            this.outcomes = outcomes;
        }

        @Override
        public @Nullable ReadyMail next() {
            return next < end ? new ReadyMail(SENDER, HANAKO, mail(next++, "text")) : null;
        }

        @Override
        public void outcome(ReadyMail mail, SendOutcome outcome) {
            assertThat(outcomes.put(mail.content().messageId(), outcome))
                    .as("a second outcome")
                    .isNull();
        }
    }

    private static Map<String, SendOutcome> sendInRow(RoutedTransport transport, int count) {
        Map<String, SendOutcome> outcomes = new ConcurrentHashMap<>();
        transport.sendAll(new Numbered(0, count, outcomes));
        return outcomes;
    }

    /** Returns the Message-IDs in all ledgers, after checking that none is there twice. */
    private static Set<String> accepted(SmtpSink... sinks) {
        List<String> ids = Stream.of(sinks)
                .flatMap(sink -> sink.ledger().accepted().stream())
                .map(AcceptedMail::messageId)
                .toList();
        assertThat(ids).as("mails in the ledgers").doesNotHaveDuplicates();
        return Set.copyOf(ids);
    }

    private static Set<String> with(Class<? extends SendOutcome> type, Map<String, SendOutcome> outcomes) {
        return outcomes.entrySet().stream()
                .filter(entry -> type.isInstance(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void serversShareTheMailsByWeight() {
        try (SmtpSink a = SmtpSink.start();
                SmtpSink b = SmtpSink.start();
                RoutedTransport transport = over(
                        Route.to("a", to(a).build()).weight(3).build(),
                        Route.to("b", to(b).build()).build())) {
            assertThat(with(HandedOver.class, sendInRow(transport, 800))).hasSize(800);
            assertThat(accepted(a, b)).hasSize(800);
            assertThat(a.ledger().acceptedCount()).isEqualTo(600);
            assertThat(a.ledger().connections()).isEqualTo(1);
        }
    }

    @Test
    @Tag("R7.4")
    void serverThatClosesAfterSomeMails_losesAndDoublesNothing() {
        try (SmtpSink a = SmtpSink.start();
                SmtpSink b = SmtpSink.start();
                RoutedTransport transport = over(
                        Route.to("a", to(a).build()).build(),
                        Route.to("b", to(b).build()).build())) {
            a.on(SmtpVerb.MAIL).after(20).replyAndClose("421 4.3.2 shutting down\n");
            Map<String, SendOutcome> outcomes = sendInRow(transport, 300);
            assertThat(with(HandedOver.class, outcomes)).hasSize(300).isEqualTo(accepted(a, b));
            assertThat(a.ledger().acceptedCount()).isEqualTo(20);
            RouteStatus status = transport.routes().get(0);
            assertThat(status.state()).isEqualTo(RouteStatus.State.PAUSED);
            assertThat(status.reason()).contains("5 failures").contains("421");

            a.behave();
            int connections = a.ledger().connections();
            sendMore(transport, 1000, 50);
            assertThat(a.ledger().connections()).as("no attempt while paused").isEqualTo(connections);
            clock.advance(Duration.ofMinutes(1));
            sendMore(transport, 2000, 200);
            assertThat(a.ledger().acceptedCount()).as("back at work").isEqualTo(20 + 100);
            assertThat(accepted(a, b)).hasSize(550);
        }
    }

    private static void sendMore(RoutedTransport transport, int from, int count) {
        Map<String, SendOutcome> outcomes = new ConcurrentHashMap<>();
        transport.sendAll(new Numbered(from, count, outcomes));
        assertThat(with(HandedOver.class, outcomes)).hasSize(count);
    }

    @Test
    @Tag("R7.4")
    void serverKilledInMidRow_leavesOnlyTheMailInFlightInDoubt() {
        List<SmtpSink> victim = new ArrayList<>();
        AtomicInteger taken = new AtomicInteger();
        try (SmtpSink a = SmtpSink.builder()
                        .onAccepted(mail -> {
                            if (taken.incrementAndGet() == 40) {
                                victim.forEach(SmtpSink::close);
                            }
                        })
                        .start();
                SmtpSink b = SmtpSink.start();
                RoutedTransport transport = over(
                        Route.to("a", to(a).build()).weight(3).build(),
                        Route.to("b", to(b).build()).build())) {
            victim.add(a);
            Map<String, SendOutcome> outcomes = sendInRow(transport, 300);
            assertThat(with(Unknown.class, outcomes)).hasSize(1);
            assertThat(with(HandedOver.class, outcomes)).hasSize(299);
            // it was in doubt, and it was taken: had it been sent again, it would be there twice
            assertThat(accepted(a, b)).hasSize(300).containsAll(with(Unknown.class, outcomes));
            assertThat(a.ledger().acceptedCount()).isEqualTo(40);
        }
    }

    @Test
    @Tag("R7.4")
    void eightThreadsOverThreeServersOfWhichTwoGoWrong_loseAndDoubleNothing() throws Exception {
        Map<String, SendOutcome> outcomes = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (SmtpSink good = SmtpSink.start();
                SmtpSink dropping = SmtpSink.start();
                SmtpSink dying = SmtpSink.start();
                RoutedTransport transport = over(
                        Route.to("good", to(good).connections(3).build())
                                .concurrent(3)
                                .build(),
                        Route.to("dropping", to(dropping).connections(2).build())
                                .concurrent(2)
                                .pauseAfterFailures(1000)
                                .build(),
                        Route.to("dying", to(dying).connections(2).build())
                                .concurrent(2)
                                .build())) {
            dropping.on(SmtpVerb.RCPT)
                    .when(line -> dropping.ledger().count(SmtpVerb.RCPT) % 7 == 0)
                    .close();
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int from = i * 1000;
                all.add(threads.submit(() -> transport.sendAll(new Numbered(from, 250, outcomes))));
            }
            assertThat(dying.ledger().awaitAccepted(60, Duration.ofSeconds(20))).isTrue();
            kill(dying);
            for (Future<?> done : all) {
                done.get(60, TimeUnit.SECONDS);
            }
            Set<String> accepted = accepted(good, dropping, dying);
            Set<String> handedOver = with(HandedOver.class, outcomes);
            Set<String> unknown = with(Unknown.class, outcomes);
            assertThat(outcomes).hasSize(2000);
            assertThat(unknown).as("one of each connection at most").hasSizeLessThanOrEqualTo(2);
            assertThat(accepted).containsAll(handedOver);
            accepted.stream()
                    .filter(id -> !handedOver.contains(id))
                    .forEach(id ->
                            assertThat(unknown).as("taken, and said not to be").contains(id));
            assertThat(handedOver.size()).isGreaterThan(1950);
            assertThat(dropping.ledger().acceptedCount()).isPositive();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void kill(SmtpSink sink) {
        sink.close();
    }

    @Test
    void serverThatRefusesEverything_isPausedAndAnotherTakesTheRest() {
        List<String> heard = new ArrayList<>();
        RouteListener listener = new RouteListener() {
            @Override
            public void paused(String route, Instant until, String reason) {
                heard.add(route + " " + reason);
            }
        };
        try (SmtpSink a = SmtpSink.start();
                SmtpSink b = SmtpSink.start();
                RoutedTransport transport = RoutedTransport.builder(
                                Route.to("a", to(a).build()).build(),
                                Route.to("b", to(b).build()).standby().build())
                        .clock(clock)
                        .listener(listener)
                        .build()) {
            a.on(SmtpVerb.RCPT).reply("550 5.7.1 hanako@example.jp: your IP address is on our list");
            Map<String, SendOutcome> outcomes = sendInRow(transport, 200);
            assertThat(with(Bounced.class, outcomes)).hasSize(50);
            assertThat(with(HandedOver.class, outcomes)).hasSize(150).isEqualTo(accepted(b));
            assertThat(heard)
                    .singleElement()
                    .asString()
                    .startsWith("a 50 refusals")
                    .doesNotContain("hanako@");
        }
    }

    @Test
    void noServerThere_isOneOutcomeThatNamesBothRoutes() {
        SmtpSink gone = SmtpSink.start();
        gone.close();
        try (RoutedTransport transport = over(
                Route.to("first", impatientTo(gone).build()).build(),
                Route.to("second", impatientTo(gone).build()).build())) {
            SendOutcome outcome = Sending.send(transport);
            Sending.assertDeferred(outcome, SendOutcome.Cause.ROUTE, 0);
            assertThat(outcome.detail()).contains("'first'").contains("'second'");
        }
    }

    private static SmtpTransport.Builder to(SmtpSink sink) {
        return SmtpTransport.to("localhost", sink.port()).plaintext();
    }

    private static SmtpTransport.Builder impatientTo(SmtpSink sink) {
        return to(sink).connectTimeout(Sending.SHORT)
                .commandTimeout(Sending.SHORT)
                .dataTimeout(Sending.SHORT);
    }
}
