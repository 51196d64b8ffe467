package dev.hato.smtp;

import static dev.hato.smtp.ScriptedTransport.refused;
import static dev.hato.smtp.ScriptedTransport.routeDown;
import static dev.hato.smtp.ScriptedTransport.taken;
import static dev.hato.smtp.ScriptedTransport.uncertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.HandedOver;
import dev.hato.smtp.SendOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mails in a row over several routes: what the queue must see, whatever the routes do. */
class RoutedRowsTest {
    private final VirtualTime time = new VirtualTime();
    private final ScriptedTransport.Rows a = new ScriptedTransport.Rows();
    private final ScriptedTransport.Rows b = new ScriptedTransport.Rows();
    private final ScriptedTransport plain = new ScriptedTransport();
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

    @Test
    void longRow_isSharedOutByWeightInRowsOverEachRoute() {
        ListQueue queue = new ListQueue(0, 10_000);
        try (RoutedTransport transport = over(
                Route.to("a", a).weight(5),
                Route.to("b", b).weight(3),
                Route.to("plain", plain).weight(2))) {
            transport.sendAll(queue);
        }
        assertThat(queue.outcomes())
                .hasSize(10_000)
                .allSatisfy((id, outcome) -> assertThat(outcome).isEqualTo(taken()));
        assertThat(List.of(a.count(), b.count(), plain.count())).containsExactly(5000, 3000, 2000);
        assertThat(a.rows()).hasSize(50).containsOnly(100);
    }

    @Test
    void onlyRoute_getsTheWholeQueueInOneRow() {
        ListQueue queue = new ListQueue(0, 1000);
        try (RoutedTransport transport = over(Route.to("a", a))) {
            transport.sendAll(queue);
        }
        assertThat(a.rows()).containsExactly(1000);
    }

    @Test
    @Tag("R7.4")
    void routeThatBreaksInMidRow_losesAndDoublesNothingAndKeepsTheOrder() {
        a.answer(id -> a.count() > 30 ? routeDown() : taken());
        ListQueue queue = new ListQueue(0, 1000);
        try (RoutedTransport transport = over(Route.to("a", a).weight(9), Route.to("b", b))) {
            transport.sendAll(queue);
        }
        assertThat(queue.outcomes())
                .hasSize(1000)
                .allSatisfy((id, outcome) -> assertThat(outcome).isEqualTo(taken()));
        assertThat(a.count()).as("30 taken, 5 failures, then a pause").isEqualTo(35);
        assertThat(b.attempts()).hasSize(970).doesNotHaveDuplicates();
        assertThat(a.attempts().subList(0, 30)).doesNotContainAnyElementsOf(b.attempts());
        assertThat(heard.lines()).hasSize(6);
    }

    @Test
    void everyRouteBreaks_eachMailHasOneOutcomeThatNamesBoth() {
        a.answer(routeDown());
        b.answer(routeDown());
        ListQueue queue = new ListQueue(0, 100);
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b))) {
            transport.sendAll(queue);
        }
        assertThat(queue.outcomes())
                .hasSize(100)
                .allSatisfy((id, outcome) -> assertThat(outcome).isInstanceOf(Deferred.class));
        assertThat(List.of(a.count(), b.count())).containsExactly(5, 5);
        assertThat(time.waited()).isZero();
    }

    @Test
    @Tag("R7.3")
    void uncertainMail_isNotOfferedAgain() {
        a.answer(id -> a.count() == 10 ? uncertain() : taken());
        ListQueue queue = new ListQueue(0, 50);
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            transport.sendAll(queue);
        }
        assertThat(queue.outcomes().values().stream().filter(uncertain()::equals))
                .hasSize(1);
        assertThat(a.count()).isEqualTo(50);
        assertThat(b.count()).isZero();
    }

    @Test
    void serverThatRefusesEverything_getsNotOneMailMoreThanItMayInARow() {
        a.answer(refused());
        ListQueue queue = new ListQueue(0, 1000);
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            transport.sendAll(queue);
        }
        assertThat(a.count()).isEqualTo(50);
        assertThat(b.count()).isEqualTo(950);
    }

    @Test
    void trialInARow_isOneMail_andTheRowGoesBackFromTheStandby() {
        a.answer(routeDown());
        b.answer(id -> {
            time.advance(Duration.ofSeconds(1));
            return taken();
        });
        ListQueue queue = new ListQueue(0, 301);
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            transport.sendAll(queue);
            // in five minutes: five failures, then trials about 1 and 3 minutes later
            assertThat(a.count()).isEqualTo(7);
            a.answer(taken());
            time.advance(Duration.ofMinutes(4));
            transport.sendAll(new ListQueue(1000, 50));
        }
        assertThat(a.count()).isEqualTo(57);
        assertThat(b.count()).isEqualTo(301);
    }

    @Test
    void speedLimit_holdsInARowWithoutAFailure() {
        ListQueue queue = new ListQueue(0, 200);
        try (RoutedTransport transport =
                over(Route.to("a", a).speed(10, Duration.ofSeconds(1)).burst(5))) {
            transport.sendAll(queue);
        }
        assertThat(queue.outcomes())
                .hasSize(200)
                .allSatisfy((id, outcome) -> assertThat(outcome).isEqualTo(taken()));
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(19_500));
    }

    @Test
    void shortRows_leaveNoRoomSetAsideBehind() {
        try (RoutedTransport transport =
                over(Route.to("a", a).speed(10, Duration.ofSeconds(1)).burst(5))) {
            for (int row = 0; row < 100; row++) {
                ListQueue queue = new ListQueue(row, 1);
                transport.sendAll(queue);
                assertThat(queue.outcomes()).containsValue(taken());
            }
        }
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(9_500));
    }

    @Test
    void queueThrowsForAnOutcome_itIsThrownOnAndNothingMoreIsBegun() {
        IllegalStateException broken = new IllegalStateException("the store is gone");
        ListQueue queue = new ListQueue(0, 100) {
            @Override
            public void outcome(ReadyMail mail, SendOutcome outcome) {
                super.outcome(mail, outcome);
                if (outcomes().size() == 10) {
                    throw broken;
                }
            }
        };
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            assertThatThrownBy(() -> transport.sendAll(queue)).isSameAs(broken);
            assertThat(transport.routes().get(0).failed())
                    .as("not the route's fault")
                    .isZero();
        }
        assertThat(a.count()).isEqualTo(10);
        assertThat(b.count()).as("the one ahead may not be recorded as begun").isZero();
        assertThat(queue.settled()).isTrue();
        assertThat(queue.outcomes()).hasSize(11);
    }

    @Test
    void queueThrowsForTheNextMail_theOneBeforeStillHasItsOutcome() {
        IllegalStateException broken = new IllegalStateException("the store is gone");
        ListQueue queue = new ListQueue(0, 100) {
            @Override
            public @Nullable ReadyMail next() {
                if (left() == 90) {
                    throw broken;
                }
                return super.next();
            }
        };
        try (RoutedTransport transport = over(Route.to("plain", plain), Route.to("a", a))) {
            assertThatThrownBy(() -> transport.sendAll(queue)).isSameAs(broken);
        }
        assertThat(queue.settled()).isTrue();
        assertThat(queue.outcomes())
                .hasSize(10)
                .allSatisfy((id, outcome) -> assertThat(outcome).isEqualTo(taken()));
    }

    @Test
    void transportThrowsInMidRow_itsMailIsUncertainAndTheOneBehindIsUnsent() {
        IllegalStateException broken = new IllegalStateException("a bug");
        a.answer(id -> {
            if (a.count() == 5) {
                throw broken;
            }
            return taken();
        });
        ListQueue queue = new ListQueue(0, 100);
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            assertThatThrownBy(() -> transport.sendAll(queue)).isSameAs(broken);
        }
        assertThat(queue.settled()).isTrue();
        assertThat(queue.outcomes().values().stream().map(Object::getClass).map(Class::getSimpleName))
                .containsExactly(
                        HandedOver.class.getSimpleName(),
                        HandedOver.class.getSimpleName(),
                        HandedOver.class.getSimpleName(),
                        HandedOver.class.getSimpleName(),
                        Unknown.class.getSimpleName(),
                        Deferred.class.getSimpleName());
        assertThat(b.count()).isZero();
    }

    @Test
    void otherRouteThrows_theMailIsUncertainAndTheExceptionIsThrownAfterTheRow() {
        IllegalStateException broken = new IllegalStateException("a bug");
        a.answer(id -> a.count() == 3 ? routeDown() : taken());
        b.answer(id -> {
            throw broken;
        });
        ListQueue queue = new ListQueue(0, 100);
        try (RoutedTransport transport = over(Route.to("a", a), Route.to("b", b).standby())) {
            assertThatThrownBy(() -> transport.sendAll(queue)).isSameAs(broken);
        }
        assertThat(queue.settled()).isTrue();
        assertThat(queue.outcomes().values().stream().filter(Unknown.class::isInstance))
                .hasSize(1);
        assertThat(b.attempts()).containsExactly("<2@shop.example>");
    }

    @Test
    void transportThatForgetsMails_isFoundOutAndTheMailsHaveOutcomes() {
        AtomicInteger asked = new AtomicInteger();
        BulkTransport forgetful = new Forgetful(asked);
        ListQueue queue = new ListQueue(0, 10);
        try (RoutedTransport transport = over(Route.to("a", forgetful))) {
            assertThatThrownBy(() -> transport.sendAll(queue))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("'a'");
        }
        assertThat(queue.settled()).isTrue();
        assertThat(queue.outcomes()).hasSize(2);
    }

    /** Takes two mails and says nothing about them. */
    private record Forgetful(AtomicInteger asked) implements BulkTransport {
        @Override
        public void sendAll(MailQueue mails) {
            while (asked.incrementAndGet() <= 2) {
                mails.next();
            }
        }

        @Override
        public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
            return taken();
        }

        @Override
        public void close() {}
    }

    @Test
    void interruptInMidRow_asksForNoFurtherMail() {
        a.answer(id -> {
            if (a.count() == 10) {
                Thread.currentThread().interrupt();
            }
            return taken();
        });
        ListQueue queue = new ListQueue(0, 1000);
        try (RoutedTransport transport = over(Route.to("a", a))) {
            transport.sendAll(queue);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(queue.settled()).isTrue();
        assertThat(a.count()).as("the one ahead was given already").isBetween(10, 11);
    }
}
