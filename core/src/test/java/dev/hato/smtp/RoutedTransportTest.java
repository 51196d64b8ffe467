package dev.hato.smtp;

import static dev.hato.smtp.ScriptedTransport.later;
import static dev.hato.smtp.ScriptedTransport.refused;
import static dev.hato.smtp.ScriptedTransport.routeDown;
import static dev.hato.smtp.ScriptedTransport.send;
import static dev.hato.smtp.ScriptedTransport.taken;
import static dev.hato.smtp.ScriptedTransport.uncertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which route a mail takes, and which it takes next. */
class RoutedTransportTest {
    private final ScriptedTransport a = new ScriptedTransport();
    private final ScriptedTransport b = new ScriptedTransport();
    private final ScriptedTransport c = new ScriptedTransport();
    private final Heard heard = new Heard();

    private RoutedTransport routes(Route.Builder... routes) {
        Route[] built = Stream.of(routes).map(Route.Builder::build).toArray(Route[]::new);
        return RoutedTransport.builder(built)
                .clock(new VirtualTime())
                .listener(heard)
                .build();
    }

    private static Deferred deferred(SendOutcome outcome) {
        assertThat(outcome).isInstanceOf(Deferred.class);
        return (Deferred) outcome;
    }

    @Test
    void weights_shareTheMailsOutExactly() {
        try (RoutedTransport transport = routes(
                Route.to("a", a).weight(5),
                Route.to("b", b).weight(3),
                Route.to("c", c).weight(2))) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
                // smooth: nobody is ever a whole mail away from its share
                assertThat(Math.abs(a.count() - (i + 1) * 0.5)).isLessThanOrEqualTo(1.0);
                assertThat(Math.abs(c.count() - (i + 1) * 0.2)).isLessThanOrEqualTo(1.0);
            }
        }
        assertThat(List.of(a.count(), b.count(), c.count())).containsExactly(5000, 3000, 2000);
    }

    @Test
    void weights_giveTheSameOrderEachTime() {
        List<String> order = new ArrayList<>();
        try (RoutedTransport transport = routes(
                Route.to("a", a.answer(id -> note(order, "a"))).weight(5),
                Route.to("b", b.answer(id -> note(order, "b"))),
                Route.to("c", c.answer(id -> note(order, "c"))))) {
            for (int i = 0; i < 14; i++) {
                send(transport, i);
            }
        }
        assertThat(String.join("", order)).isEqualTo("aabacaaaabacaa");
    }

    private static SendOutcome note(List<String> order, String name) {
        order.add(name);
        return taken();
    }

    @Test
    void standby_getsNothingWhileAnotherTakesMails() {
        try (RoutedTransport transport =
                routes(Route.to("spare", c).standby(), Route.to("a", a).weight(1), Route.to("b", b))) {
            for (int i = 0; i < 100; i++) {
                send(transport, i);
            }
            assertThat(c.count()).isZero();
            a.answer(routeDown());
            for (int i = 0; i < 100; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
            }
            assertThat(c.count()).as("b was there").isZero();
            b.answer(routeDown());
            for (int i = 0; i < 100; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
            }
            assertThat(c.count()).isEqualTo(100);
        }
    }

    @Test
    void standbys_areUsedInTheOrderNamed() {
        try (RoutedTransport transport = routes(
                Route.to("a", a.answer(routeDown())).standby(),
                Route.to("b", b).standby(),
                Route.to("c", c).standby())) {
            for (int i = 0; i < 20; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
            }
        }
        assertThat(List.of(a.count(), b.count(), c.count())).containsExactly(5, 20, 0);
    }

    @Test
    void routeFailure_goesOverTheNextRouteAtOnceAndSaysSo() {
        try (RoutedTransport transport = routes(Route.to("a", a.answer(routeDown())), Route.to("b", b))) {
            assertThat(send(transport, 7)).isEqualTo(taken());
        }
        assertThat(a.attempts()).containsExactly("<7@shop.example>");
        assertThat(b.attempts()).containsExactly("<7@shop.example>");
        assertThat(heard.lines()).containsExactly("a -> b: 421 4.3.2 closing");
    }

    @Test
    void everyRouteFails_eachIsTriedOnceAndTheOutcomeNamesAll() {
        SendOutcome noAnswer = new Deferred(Cause.ROUTE, 0, "connection refused");
        try (RoutedTransport transport = routes(
                Route.to("a", a.answer(routeDown())),
                Route.to("b", b.answer(routeDown())).standby(),
                Route.to("c", c.answer(noAnswer)))) {
            Deferred outcome = deferred(send(transport, 1));
            assertThat(outcome.cause()).isEqualTo(Cause.ROUTE);
            assertThat(outcome.replyCode()).isEqualTo(421);
            assertThat(outcome.detail())
                    .isEqualTo("No route took the mail: 'a': 421 4.3.2 closing; 'c': connection refused; "
                            + "'b': 421 4.3.2 closing");
        }
        assertThat(List.of(a.count(), b.count(), c.count())).containsExactly(1, 1, 1);
    }

    static Stream<SendOutcome> finalOutcomes() {
        return Stream.of(taken(), refused(), later(), uncertain());
    }

    @ParameterizedTest
    @MethodSource("finalOutcomes")
    @Tag("R7.3")
    void outcomeThatMayMeanTakenOrConcernsTheMail_isNotOfferedElsewhere(SendOutcome outcome) {
        try (RoutedTransport transport = routes(Route.to("a", a.answer(outcome)), Route.to("b", b.answer(outcome)))) {
            assertThat(send(transport, 1)).isSameAs(outcome);
        }
        assertThat(a.count() + b.count()).isEqualTo(1);
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void interruptedSend_keepsTheFlagAndIsNeitherOfferedElsewhereNorHeldAgainstTheRoute() {
        a.answer(id -> {
            Thread.currentThread().interrupt();
            return new Deferred(Cause.ROUTE, 0, "the thread was interrupted");
        });
        try (RoutedTransport transport =
                routes(Route.to("a", a).pauseAfterFailures(1), Route.to("b", b).standby())) {
            SendOutcome outcome = send(transport, 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(deferred(outcome).detail()).isEqualTo("the thread was interrupted");
            assertThat(b.count()).isZero();
            assertThat(transport.routes().get(0).state()).isEqualTo(RouteStatus.State.WORKING);
            assertThat(transport.routes().get(0).failed()).isZero();
        }
    }

    @Test
    void interruptedThread_offersTheMailToNobody() {
        try (RoutedTransport transport = routes(Route.to("a", a))) {
            Thread.currentThread().interrupt();
            SendOutcome outcome = send(transport, 1);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(deferred(outcome).cause()).isEqualTo(Cause.ROUTE);
            assertThat(outcome.detail()).contains("interrupted");
            assertThat(a.count()).isZero();
        }
    }

    @Test
    void transportThrows_itIsThrownOnAndCountsAsAFailureButNotAsUnsent() {
        IllegalStateException broken = new IllegalStateException("broken");
        a.answer(id -> {
            throw broken;
        });
        try (RoutedTransport transport =
                routes(Route.to("a", a).pauseAfterFailures(2), Route.to("b", b).standby())) {
            assertThatThrownBy(() -> send(transport, 1)).isSameAs(broken);
            assertThatThrownBy(() -> send(transport, 2)).isSameAs(broken);
            assertThat(b.count()).isZero();
            assertThat(send(transport, 3)).isEqualTo(taken());
            assertThat(transport.routes().get(0).state()).isEqualTo(RouteStatus.State.PAUSED);
        }
    }

    @Test
    void listenerThatThrows_doesNoHarm() {
        RouteListener broken = new RouteListener() {
            @Override
            public void paused(String route, Instant until, String reason) {
                throw new AssertionError("listener");
            }

            @Override
            public void failedOver(String from, String to, String detail) {
                throw new IllegalStateException("listener");
            }
        };
        Route bad = Route.to("a", a.answer(routeDown())).build();
        try (RoutedTransport transport = RoutedTransport.builder(
                        bad, Route.to("b", b).build())
                .listener(broken)
                .build()) {
            for (int i = 0; i < 20; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
            }
            assertThat(transport.routes().get(0).state()).isEqualTo(RouteStatus.State.PAUSED);
        }
    }

    @Test
    void routes_showWhatHappened() {
        try (RoutedTransport transport = routes(Route.to("a", a))) {
            for (SendOutcome outcome :
                    List.of(taken(), taken(), later(), refused(), routeDown(), uncertain(), taken())) {
                a.answer(outcome);
                send(transport, 1);
            }
            assertThat(transport.routes())
                    .containsExactly(new RouteStatus("a", RouteStatus.State.WORKING, 3, 2, 2, null, ""));
            assertThat(transport).hasToString("RoutedTransport[a WORKING]");
        }
    }

    @Test
    void close_closesAllOnceAndKeepsTheFirstException() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second");
        ScriptedTransport last = new ScriptedTransport();
        RoutedTransport transport = RoutedTransport.over(
                Route.to("a", new ClosingBadly(first)).build(),
                Route.to("b", new ClosingBadly(second)).build(),
                Route.to("c", last).build(),
                Route.to("the same again", last).build());
        assertThatThrownBy(transport::close).isSameAs(first).hasSuppressedException(second);
        assertThat(last.closed()).isEqualTo(1);
        assertThat(deferred(send(transport, 1)).detail()).contains("closed");
        assertThat(last.count()).isZero();
    }

    /** Cannot be closed without an exception. */
    private static final class ClosingBadly extends ScriptedTransport {
        private final RuntimeException exception;

        ClosingBadly(RuntimeException exception) {
            this.exception = exception;
        }

        @Override
        public void close() {
            throw exception;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_001, Integer.MIN_VALUE})
    void weight_outOfRange_isRefused(int weight) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.to("a", a).weight(weight))
                .withMessageContaining("'a' is " + weight);
    }

    @Test
    void contradictions_areRefusedWhereTheyAreMade() {
        Route.Builder route = Route.to("a", a);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Route.to("a\nb", a))
                .withMessageContaining("\\u000A");
        assertThatIllegalArgumentException().isThrownBy(() -> route.speed(0, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> route.speed(1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> route.concurrent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> route.burst(0));
        assertThatIllegalArgumentException().isThrownBy(() -> route.pauseAfterFailures(0));
        assertThatIllegalArgumentException().isThrownBy(() -> route.pauseAfterRefusals(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> route.pauses(Duration.ofMinutes(2), Duration.ofMinutes(1)))
                .withMessageContaining("shorter");
        assertThatIllegalStateException()
                .isThrownBy(() -> Route.to("a", a).burst(3).build())
                .withMessageContaining("no speed");
        assertThatIllegalArgumentException().isThrownBy(RoutedTransport::over).withMessageContaining("no route");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RoutedTransport.over(route.build(), Route.to("a", b).build()))
                .withMessageContaining("'a'");
        assertThatIllegalStateException()
                .isThrownBy(() -> RoutedTransport.over(
                        Route.to("slow", a).speed(1, Duration.ofHours(1)).build()))
                .withMessageContaining("PT1H");
    }
}
