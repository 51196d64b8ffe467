package dev.hato.smtp;

import static dev.hato.smtp.ScriptedTransport.later;
import static dev.hato.smtp.ScriptedTransport.refused;
import static dev.hato.smtp.ScriptedTransport.routeDown;
import static dev.hato.smtp.ScriptedTransport.send;
import static dev.hato.smtp.ScriptedTransport.taken;
import static dev.hato.smtp.ScriptedTransport.uncertain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.smtp.SendOutcome.Bounced;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a route is left alone, for how long, and how it comes back. */
class RoutePauseTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final VirtualTime time = new VirtualTime();
    private final ScriptedTransport a = new ScriptedTransport();
    private final ScriptedTransport b = new ScriptedTransport();
    private final Heard heard = new Heard();

    private RoutedTransport over(Route.Builder... routes) {
        Route[] built = new Route[routes.length];
        for (int i = 0; i < built.length; i++) {
            built[i] = routes[i].build();
        }
        return RoutedTransport.builder(built)
                .clock(time)
                .pause(time)
                .listener(heard)
                .build();
    }

    private static void expect(RoutedTransport transport, int times, SendOutcome expected) {
        for (int i = 0; i < times; i++) {
            assertThat(send(transport, i)).isEqualTo(expected);
        }
    }

    private static RouteStatus.State state(RoutedTransport transport) {
        return transport.routes().get(0).state();
    }

    @Test
    void failuresInARow_pauseTheRouteAndSayUntilWhen() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(routeDown())))) {
            for (int i = 0; i < 5; i++) {
                assertThat(state(transport)).isEqualTo(RouteStatus.State.WORKING);
                send(transport, 1);
            }
            assertThat(heard.lines())
                    .containsExactly("paused a until 2026-04-01T00:01:00Z: 5 failures in a row, the last: "
                            + "421 4.3.2 closing");
            Deferred outcome = (Deferred) send(transport, 6);
            assertThat(outcome.cause()).isEqualTo(Cause.ROUTE);
            assertThat(outcome.detail())
                    .isEqualTo("No route takes the mail now: 'a' is paused until 2026-04-01T00:01:00Z after "
                            + "5 failures in a row, the last: 421 4.3.2 closing");
            assertThat(a.count()).as("no attempt while paused").isEqualTo(5);
            assertThat(time.waited()).isZero();
            RouteStatus status = transport.routes().get(0);
            assertThat(status.pausedUntil()).isEqualTo(VirtualTime.START.plus(MINUTE));
            assertThat(status.reason()).startsWith("5 failures");
            assertThat(transport).hasToString("RoutedTransport[a PAUSED]");
        }
    }

    @Test
    void aMailTakenOrRefusedBetween_startsTheCountOfFailuresAnew() {
        try (RoutedTransport transport = over(Route.to("a", a))) {
            for (SendOutcome between : List.of(taken(), refused(), later())) {
                a.answer(routeDown());
                for (int i = 0; i < 4; i++) {
                    send(transport, i);
                }
                a.answer(between);
                expect(transport, 1, between);
            }
            assertThat(state(transport)).isEqualTo(RouteStatus.State.WORKING);
        }
    }

    @Test
    void uncertainOutcomes_pauseTheRouteToo() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(uncertain())))) {
            expect(transport, 5, uncertain());
            assertThat(state(transport)).isEqualTo(RouteStatus.State.PAUSED);
        }
    }

    @Test
    void serverThatRefusesEverything_doesNotGetTheWholeList() {
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            a.answer(id -> a.count() % 2 == 0 ? refused() : later());
            for (int i = 0; i < 1000; i++) {
                send(transport, i);
            }
            assertThat(a.count()).isEqualTo(50);
            assertThat(b.count()).isEqualTo(950);
            assertThat(heard.lines())
                    .containsExactly("paused a until 2026-04-01T00:01:00Z: 50 refusals and not one mail taken "
                            + "between, the last: 550 5.7.1 bad reputation");
        }
    }

    @Test
    void refusals_withFailuresBetweenStillCount_withASuccessBetweenDoNot() {
        try (RoutedTransport transport = over(Route.to("a", a).pauseAfterRefusals(3))) {
            for (SendOutcome outcome : List.of(refused(), refused(), taken(), refused(), routeDown(), later())) {
                a.answer(outcome);
                send(transport, 1);
                assertThat(heard.lines()).isEmpty();
            }
            a.answer(refused());
            send(transport, 1);
            assertThat(heard.lines()).hasSize(1);
            assertThat(heard.lines().get(0)).contains("3 refusals");
        }
    }

    @Test
    void mailRefusedBeforeItWasOffered_saysNothingAboutTheServer() {
        SendOutcome unsendable = new Bounced(0, "the server does not take SMTPUTF8");
        try (RoutedTransport transport =
                over(Route.to("a", a.answer(unsendable)).pauseAfterRefusals(1))) {
            expect(transport, 10, unsendable);
            assertThat(state(transport)).isEqualTo(RouteStatus.State.WORKING);
            assertThat(transport.routes().get(0).refused()).isZero();
        }
    }

    @Test
    void pauses_doubleUpToTheLongestAndBeginAnewAfterASuccess() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(routeDown())))) {
            for (int i = 0; i < 5; i++) {
                send(transport, i);
            }
            for (int minutes : new int[] {1, 2, 4, 8, 16, 30, 30, 30}) {
                int before = a.count();
                time.advance(Duration.ofMinutes(minutes).minus(MILLI));
                send(transport, 1);
                assertThat(a.count()).as("a moment before %s min", minutes).isEqualTo(before);
                time.advance(MILLI);
                assertThat(state(transport)).isEqualTo(RouteStatus.State.ON_TRIAL);
                send(transport, 1);
                assertThat(a.count()).as("one trial after %s min", minutes).isEqualTo(before + 1);
                send(transport, 1);
                assertThat(a.count()).as("and only one").isEqualTo(before + 1);
            }
            time.advance(Duration.ofMinutes(30));
            a.answer(taken());
            expect(transport, 3, taken());
            assertThat(state(transport)).isEqualTo(RouteStatus.State.WORKING);
            assertThat(heard.lines().get(heard.lines().size() - 1)).isEqualTo("resumed a");
            a.answer(routeDown());
            for (int i = 0; i < 5; i++) {
                send(transport, i);
            }
            assertThat(transport.routes().get(0).pausedUntil())
                    .isEqualTo(time.instant().plus(MINUTE));
        }
    }

    @Test
    void trialAfterFailures_anyAnswerOfTheServerEndsThePause() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(routeDown())))) {
            for (int i = 0; i < 5; i++) {
                send(transport, i);
            }
            time.advance(MINUTE);
            a.answer(refused());
            expect(transport, 1, refused());
            assertThat(state(transport)).isEqualTo(RouteStatus.State.WORKING);
        }
    }

    @Test
    void trialAfterRefusals_aRefusalMakesThePauseLonger() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(refused())).pauseAfterRefusals(3))) {
            expect(transport, 3, refused());
            time.advance(MINUTE);
            expect(transport, 1, refused());
            assertThat(transport.routes().get(0).pausedUntil())
                    .isEqualTo(time.instant().plus(Duration.ofMinutes(2)));
            time.advance(Duration.ofMinutes(2));
            a.answer(taken());
            expect(transport, 10, taken());
        }
    }

    @Test
    void trialThatNeverReachedTheServer_leavesTheNextMailToTry() {
        SendOutcome unsendable = new Bounced(0, "too large");
        try (RoutedTransport transport = over(Route.to("a", a.answer(routeDown())))) {
            for (int i = 0; i < 5; i++) {
                send(transport, i);
            }
            time.advance(MINUTE);
            a.answer(unsendable);
            expect(transport, 2, unsendable);
            assertThat(state(transport)).isEqualTo(RouteStatus.State.ON_TRIAL);
            a.answer(taken());
            expect(transport, 1, taken());
            assertThat(state(transport)).isEqualTo(RouteStatus.State.WORKING);
        }
    }

    @Test
    void failedTrial_costsTheMailNothingWhereAnotherRouteWorks() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(routeDown())), Route.to("b", b))) {
            for (int i = 0; i < 1000; i++) {
                assertThat(send(transport, i)).isEqualTo(taken());
                time.advance(Duration.ofSeconds(6));
            }
            // 100 minutes: five failures, then trials about 1, 3, 7, 15, 31, 61 and 91 minutes later
            assertThat(a.count()).isEqualTo(12);
            assertThat(b.count()).isEqualTo(1000);
        }
    }

    @Test
    void mailBegunBeforeThePause_changesNothingWhenItsOutcomeComesLate() {
        List<RoutedTransport> late = new ArrayList<>();
        a.answer(id -> {
            if (id.equals("<99@shop.example>")) {
                // while this mail is on its way, others make the route pause
                for (int i = 0; i < 5; i++) {
                    send(late.get(0), i);
                }
                return taken();
            }
            return routeDown();
        });
        try (RoutedTransport transport = over(Route.to("a", a))) {
            late.add(transport);
            assertThat(send(transport, 99)).isEqualTo(taken());
            assertThat(state(transport)).isEqualTo(RouteStatus.State.PAUSED);
            assertThat(transport.routes().get(0).sent()).isEqualTo(1);
        }
    }

    @Test
    void clockSetBack_doesNotMakeAPauseLonger() {
        try (RoutedTransport transport = over(Route.to("a", a.answer(routeDown())))) {
            for (int i = 0; i < 5; i++) {
                send(transport, i);
            }
            time.advance(Duration.ofHours(-5));
            assertThat(state(transport)).isEqualTo(RouteStatus.State.PAUSED);
            time.advance(MINUTE);
            a.answer(taken());
            expect(transport, 1, taken());
        }
    }
}
